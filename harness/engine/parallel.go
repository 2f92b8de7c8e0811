package engine

import "runtime"

// Parallel is how many scenarios run at a time where nothing else is said: two for each CPU, since most of a scenario's
// time is waiting. With more the whole catalogue takes as long.
func Parallel() int { return 2 * runtime.GOMAXPROCS(0) }
