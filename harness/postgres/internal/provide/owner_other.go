//go:build !linux

package provide

// birth is not told by this system without the help of other programs: every process is taken to be its first owner.
func birth(int) (start uint64, ended, ok bool) { return 0, false, true }

func pidNamespace() string { return "" }
