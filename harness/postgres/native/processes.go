package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// processes lists what runs on a data folder: a server's processes have it as their working folder.
func processes(data string) ([]provide.Process, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var lines []string
	for _, entry := range entries {
		if _, err := strconv.Atoi(entry.Name()); err != nil {
			continue
		}
		process := filepath.Join("/proc", entry.Name())
		if cwd, err := os.Readlink(filepath.Join(process, "cwd")); err != nil || cwd != data {
			continue // Another's, or gone.
		}
		if line, err := os.ReadFile(filepath.Join(process, "stat")); err == nil {
			lines = append(lines, string(line))
		}
	}
	return provide.Processes(lines), nil
}
