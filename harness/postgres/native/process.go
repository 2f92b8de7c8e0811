package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// process is a running postmaster.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // Closed when the process has ended and was waited for.
}

// launch starts a command that lives no longer than this process. The kernel sends the signal for the death of a
// parent when the *thread* that started the child ends, so that a thread is kept for as long as the child lives.
func launch(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		defer crash.Guard()
		defer close(p.done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // How it ended is in cmd.ProcessState.
		}
	}()
	if err := <-started; err != nil {
		<-p.done
		return nil, fmt.Errorf("start postgres: %w", err)
	}
	return p, nil
}

// stop ends the postmaster and its backends at once (an "immediate shutdown"), and by force where that takes long.
func (p *process) stop(ctx context.Context) error {
	if err := p.signal(syscall.SIGQUIT); err != nil {
		return err
	}
	patience := time.NewTimer(5 * time.Second)
	defer patience.Stop()
	select {
	case <-p.done:
		return nil
	case <-patience.C:
	case <-ctx.Done():
	}
	// Backends notice the postmaster's death by themselves.
	if err := p.signal(syscall.SIGKILL); err != nil {
		return err
	}
	<-p.done
	return nil
}

func (p *process) signal(signal syscall.Signal) error {
	select {
	case <-p.done:
		return nil
	default:
	}
	if err := p.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("signal postgres: %w", err)
	}
	return nil
}
