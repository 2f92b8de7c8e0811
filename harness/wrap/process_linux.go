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
// there were that had gone out of the process group, of which all were ended before.
func endStrays(mark string, group int) int {
	all := map[int]bool{}
	for range strayRounds {
		found := marked(func(m string) bool { return m == mark })
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
	for _, pid := range marked(func(m string) bool {
		whose, _, _ := strings.Cut(m, "-")
		o, ok := owner.Parse(whose)
		return ok && o.Dead()
	}) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		n++
	}
	return n
}

// marked are the living processes of this user whose mark is looked for.
func marked(is func(mark string) bool) []int {
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil
	}
	var found []int
	for _, folder := range folders {
		env, err := os.ReadFile(filepath.Join(folder, "environ"))
		if err != nil || len(env) == 0 {
			continue // another's, or it is gone
		}
		_, rest, ok := bytes.Cut(env, []byte("\x00"+markVariable+"="))
		if !ok {
			continue
		}
		mark, _, _ := bytes.Cut(rest, []byte{0})
		if pid, err := strconv.Atoi(filepath.Base(folder)); err == nil && is(string(mark)) {
			found = append(found, pid)
		}
	}
	return found
}
