package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Processes lists the node's processes, the postmaster first.
func (n *node) Processes(context.Context) ([]provide.Process, error) { return processes(n.data()) }

// Signal sends a signal to processes of the node's. One that has ended meanwhile is passed over.
func (n *node) Signal(ctx context.Context, signal syscall.Signal, pids ...int) error {
	ours, err := n.Processes(ctx)
	if err != nil {
		return err
	}
	for _, pid := range pids {
		if !slices.ContainsFunc(ours, func(p provide.Process) bool { return p.PID == pid }) {
			continue
		}
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("signal process %d: %w", pid, err)
		}
	}
	return nil
}

// processes lists what runs on a data folder: a server's processes have it as their working folder. The postmaster is
// the one whose parent is none of them; what it left when it was killed has none at all.
func processes(data string) ([]provide.Process, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var found []provide.Process
	parents := map[int]int{}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if cwd, err := os.Readlink(filepath.Join("/proc", entry.Name(), "cwd")); err != nil || cwd != data {
			continue // Another's, or gone.
		}
		state, parent, ok := stat(pid)
		if !ok || state == "Z" || state == "X" {
			continue
		}
		parents[pid] = parent
		found = append(found, provide.Process{PID: pid, Stopped: state == "T" || state == "t"})
	}
	slices.SortStableFunc(found, func(a, b provide.Process) int { return rank(parents, a.PID) - rank(parents, b.PID) })
	return found, nil
}

func rank(parents map[int]int, pid int) int {
	if _, child := parents[parents[pid]]; child {
		return 1
	}
	return 0
}

// stat reads the state and the parent of a process; see proc(5).
func stat(pid int) (state string, parent int, ok bool) {
	line, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return "", 0, false
	}
	fields := strings.Fields(string(line[strings.LastIndexByte(string(line), ')')+1:]))
	if len(fields) < 2 {
		return "", 0, false
	}
	parent, err = strconv.Atoi(fields[1])
	return fields[0], parent, err == nil
}
