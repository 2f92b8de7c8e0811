//go:build unix

package engine

import (
	"math"
	"syscall"
)

// openFiles is how many files this process may open; 0 where that is not known or has no limit.
func openFiles() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil || uint64(limit.Cur) > math.MaxInt32 { //nolint:unconvert // on FreeBSD it is an int64
		return 0
	}
	return int(limit.Cur)
}
