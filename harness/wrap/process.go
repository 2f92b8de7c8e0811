package wrap

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/harness/internal/child"
	"github.com/pgfault/pgfault/harness/internal/crash"
)

// The limits of what is waited for at the end of a program.
const (
	signalGrace = 300 * time.Millisecond // after each signal that asks it to end
	drainLimit  = 300 * time.Millisecond // for what it has written, when it is gone: one that left its group may hold the pipe
)

// Ending is how a run of a program ended.
type Ending struct {
	// Exit is its exit code; -1 where a signal ended it.
	Exit int `json:"exit"`
	// Signal is the signal that ended it, where it was not ours.
	Signal string `json:"signal,omitempty"`
	// Hung says that it did not end within the limit, and EndedBy what then ended it: SIGINT, SIGTERM or SIGKILL.
	Hung    bool   `json:"hung,omitempty"`
	EndedBy string `json:"ended_by,omitempty"`
	// Took is how long it ran, in milliseconds.
	TookMS float64 `json:"took_ms"`
	// Said is the last line of its output, and Written how much that was, in bytes.
	Said    string `json:"said,omitempty"`
	Written int64  `json:"written,omitempty"`
	// Strays is how many processes of it were left that had gone out of its process group. They were ended.
	Strays int `json:"strays,omitempty"`
	// Died is how the service ended meanwhile, where it did, and the ending is that of its load.
	Died string `json:"died,omitempty"`

	output string
	tests  *suite // those of a test suite; nil where it is none, or nobody knows
}

// succeeded tells whether the program says that it succeeded.
func (e Ending) succeeded() bool { return !e.Hung && e.Exit == 0 }

// String says in words how it ended.
func (e Ending) String() string {
	switch {
	case e.Hung:
		return "it did not end"
	case e.Signal != "":
		return "it was ended by " + e.Signal
	}
	return fmt.Sprintf("exit %d", e.Exit)
}

// start is what a program is run with.
type start struct {
	argv, env []string
	dir       string
	mark      string
	limit     time.Duration
	// waits, if set, is closed when the program only waits: then pause is called, and the function that pause returns when it ends.
	waits <-chan struct{}
	pause func() (back func())
	// enough, if set, is closed when enough is known of it: it is ended then, as at its limit.
	enough <-chan struct{}
	// stop, if set, is closed when it is to end: that is how a service ends. It has no limit then.
	stop <-chan struct{}
	// tests is the file, of JUnit's format, in which it says what became of its tests; empty where it says that in its output.
	tests string
	// out takes its output; nil makes one.
	out *output
}

// run runs a program to its end, or to the limit's, and ends all that is left of it. An error says that it could not be run.
func (s start) run(ctx context.Context) (e Ending, err error) {
	cmd := exec.Command(s.argv[0], s.argv[1:]...) //nolint:noctx,gosec // its end is asked for step by step; running what the user names is the point
	cmd.Env, cmd.Dir = s.env, s.dir
	read, write, err := os.Pipe()
	if err != nil {
		return e, fmt.Errorf("make pipe: %w", err)
	}
	cmd.Stdout, cmd.Stderr = write, write
	out, drained := cmp.Or(s.out, new(output)), make(chan struct{})
	exited, started := make(chan struct{}), make(chan error, 1)
	began, pids := time.Now(), markPIDs()
	go func() {
		defer crash.Guard()
		if child.Run(cmd, started) {
			close(exited)
		}
	}()
	err = <-started
	_ = write.Close() // the child has its own
	if err != nil {
		_ = read.Close()
		return e, err
	}
	go func() {
		defer crash.Guard()
		defer close(drained)
		_, _ = io.Copy(out, read)
	}()
	e.Hung, e.EndedBy = s.wait(ctx, cmd.Process.Pid, exited)
	e.TookMS = float64(time.Since(began).Microseconds()) / 1000
	e.Strays = endStrays(s.mark, cmd.Process.Pid, pids)
	select {
	case <-drained:
	case <-time.After(drainLimit):
	}
	_ = read.Close()
	<-drained
	e.output, e.Written = out.text()
	if e.tests, err = readTests(s.tests, out); err != nil {
		return e, err
	}
	e.Said = lastWords(e.output)
	if e.tests != nil && e.tests.String() != "" {
		e.Said = e.tests.String()
	}
	e.Exit = cmd.ProcessState.ExitCode()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() && !e.Hung {
		e.Signal = status.Signal().String()
	}
	return e, context.Cause(ctx)
}

// wait waits for the program's end. One that does not end within the limit is asked to, ever more urgently.
func (s start) wait(ctx context.Context, pid int, exited <-chan struct{}) (hung bool, endedBy string) {
	var limit <-chan time.Time
	if s.stop == nil {
		timer := time.NewTimer(s.limit)
		defer timer.Stop()
		limit = timer.C
	}
	waits := s.waits
	for {
		select {
		case <-exited:
			return false, ""
		case <-waits:
			waits = nil
			defer s.pause()()
			continue
		case <-ctx.Done():
			child.KillGroup(pid)
			<-exited
			return true, "SIGKILL"
		case <-limit:
		case <-s.enough:
		case <-s.stop:
			return s.ended(pid, exited)
		}
		break
	}
	for _, ask := range []struct {
		signal syscall.Signal
		name   string
	}{{syscall.SIGINT, "SIGINT"}, {syscall.SIGTERM, "SIGTERM"}} {
		_ = syscall.Kill(-pid, ask.signal)
		select {
		case <-exited:
			return true, ask.name
		case <-time.After(signalGrace):
		}
	}
	child.KillGroup(pid)
	<-exited
	return true, "SIGKILL"
}

// ended ends a service, as an orchestrator does.
func (s start) ended(pid int, exited <-chan struct{}) (hung bool, endedBy string) {
	_ = syscall.Kill(-pid, syscall.SIGTERM)
	select {
	case <-exited:
		return false, "SIGTERM"
	case <-time.After(stopLimit):
	}
	child.KillGroup(pid)
	<-exited
	return true, "SIGKILL"
}

// errNotRun says that the program can't be run.
var errNotRun = errors.New("the command can't be run")
