package native

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// patience is how long a server may take to end when it is told to; it takes some 3 ms.
const patience = 5 * time.Second

// halt ends the node, whatever was done to it: its processes may be stopped, or have lost their postmaster.
func (n *node) halt(ctx context.Context) error {
	running := n.running()
	if running == nil {
		return nil
	}
	all, err := n.Processes(ctx)
	if err != nil {
		all = nil // Where nobody tells of processes, nobody could have stopped one.
	}
	for _, p := range all {
		if p.Stopped {
			_ = syscall.Kill(p.PID, syscall.SIGCONT) // Whatever comes of it, what follows ends it.
		}
	}
	errs := []error{running.stop(ctx)}
	if err == nil {
		errs = append(errs, killLeftProcesses(ctx, n.data()))
	}
	return errors.Join(errs...)
}

// killLeftProcesses kills what is left of a server whose postmaster is no more, waits until it is gone, and gives back
// the memory that a killed postmaster keeps.
func killLeftProcesses(ctx context.Context, data string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("not gone within %v", patience))
	defer cancel()
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		left, err := processes(ctx, data)
		for _, p := range left {
			if err := syscall.Kill(p.PID, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
				return false, fmt.Errorf("kill process %d: %w", p.PID, err)
			}
		}
		return len(left) == 0, err
	})
	if err != nil {
		return fmt.Errorf("end what is left of a server: %w", err)
	}
	return releaseMemory(data)
}
