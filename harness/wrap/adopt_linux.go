package wrap

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

var adopting atomic.Bool

// Adopt makes what a program leaves a child of this process, whatever it has done to its environment and its group (prctl(2),
// PR_SET_CHILD_SUBREAPER), so that EndAdopted finds it.
func Adopt() {
	if unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == nil {
		adopting.Store(true)
	}
}

// EndAdopted ends what was adopted, with all that it starts meanwhile, and tells how many processes that were. Whoever calls it has
// no other child any more.
func EndAdopted() (ended int) {
	if !adopting.Load() {
		return 0
	}
	for range strayRounds {
		children := childrenOf(os.Getpid())
		if len(children) == 0 {
			break
		}
		for pid, state := range children {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			if _, err := syscall.Wait4(pid, nil, 0, nil); err == nil && state != 'Z' {
				ended++
			}
		}
	}
	return ended
}

// childrenOf are the children of a process, with the letter of their state (proc(5)).
func childrenOf(parent int) map[int]byte {
	found, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil
	}
	children := map[int]byte{}
	for _, path := range found {
		stat, err := os.ReadFile(path) //nolint:gosec // of /proc
		if err != nil {
			continue // it is gone
		}
		// What stands in parentheses is the program's name, which may hold anything.
		after := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
		if len(after) < 2 {
			continue
		}
		of, err := strconv.Atoi(string(after[1]))
		pid, errPID := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err == nil && errPID == nil && of == parent {
			children[pid] = after[0][0]
		}
	}
	return children
}
