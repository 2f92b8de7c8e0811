package wrap

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/pgfault/pgfault/harness/internal/owner"
)

// endStrays ends the processes that have a mark in their environment, and those that they start meanwhile, and tells how many
// there were that had gone out of the process group, of which all were ended before. All of them were started since a moment.
func endStrays(mark string, group int, began pidMark) int {
	all := map[int]bool{}
	for range strayRounds {
		found := marked(began.since(), func(m string) bool { return m == mark })
		for _, pid := range found {
			if of, err := syscall.Getpgid(pid); err == nil && of != group {
				_ = syscall.Kill(pid, syscall.SIGKILL)
				all[pid] = true
			}
		}
		if len(found) == 0 {
			break
		}
	}
	return len(all)
}

// strayRounds bounds how often it is looked for processes that start others while they are ended.
const strayRounds = 50

// EndOrphans ends the processes that runs which are no more have left, and tells how many there were.
func EndOrphans() int {
	n := 0
	for _, pid := range marked(func(int) bool { return true }, func(m string) bool {
		whose, _, _ := strings.Cut(m, "-")
		o, ok := owner.Parse(whose)
		return ok && o.Dead()
	}) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		n++
	}
	return n
}

// marked are the living processes of this user, of those that are asked for, whose mark is looked for.
func marked(asked func(pid int) bool, is func(mark string) bool) []int {
	folder, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer func() { _ = folder.Close() }() // it was only read
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return nil
	}
	var found []int
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil || !asked(pid) {
			continue
		}
		env, err := os.ReadFile(filepath.Join("/proc", name, "environ"))
		if err != nil || len(env) == 0 {
			continue // another's, or it is gone
		}
		_, rest, ok := bytes.Cut(env, []byte("\x00"+markVariable+"="))
		if !ok {
			continue
		}
		if mark, _, _ := bytes.Cut(rest, []byte{0}); is(string(mark)) {
			found = append(found, pid)
		}
	}
	return found
}
