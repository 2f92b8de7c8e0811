package fault

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// Mode is a way to shut a server down, as pg_ctl names them.
type Mode string

// The modes.
const (
	// Smart lets those who are connected finish, and takes nobody new (57P03).
	Smart Mode = "smart"
	// Fast ends those who are connected with a FATAL 57P01.
	Fast Mode = "fast"
	// Immediate ends those who are connected with a WARNING 57P01 (before PostgreSQL 14 a 57P02), and writes nothing. The
	// WARNING often fails to come where the connection was busy a few milliseconds ago [seen on 15.18]: expect either.
	Immediate Mode = "immediate"
)

// Shutdown shuts the server down. Healed, it is started again.
type Shutdown struct {
	// Mode is smart, fast or immediate; empty means fast, as for pg_ctl.
	Mode Mode `json:"mode,omitempty" yaml:"mode,omitempty"`
}

// Name implements Fault.
func (Shutdown) Name() string { return "shutdown" }

// Available implements Fault.
func (Shutdown) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault. It returns when the server has ended; a smart shutdown, when somebody new is refused.
func (f Shutdown) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	where, err := shutDown(ctx, f, control, f.Mode)
	if err != nil {
		return nil, err
	}
	return &doneInjection{
		firings: []Firing{{Fault: f.Name(), At: time.Now(), Where: where}},
		heal:    once(func(ctx context.Context) error { return revive(ctx, control) }),
	}, nil
}

// errOpen says that a server which is shutting down took a connection.
var errOpen = errors.New("the server still takes connections")

// shutDown shuts a server down and says what was seen of it.
func shutDown(ctx context.Context, f Fault, control Control, mode Mode) (string, error) {
	signals := map[Mode]syscall.Signal{"": syscall.SIGINT, Fast: syscall.SIGINT, Smart: syscall.SIGTERM, Immediate: syscall.SIGQUIT}
	signal, ok := signals[mode]
	if !ok {
		return "", &ConfigError{Fault: f.Name(), Why: fmt.Sprintf("mode is %s, %s, %s or empty (%[2]s)", Smart, Fast, Immediate)}
	}
	all, err := control.Processes(ctx)
	if err != nil {
		return "", fmt.Errorf("look for postmaster: %w", err)
	}
	if len(all) == 0 {
		return "", &ConfigError{Fault: f.Name(), Why: "the server does not run"}
	}
	if err := control.Signal(ctx, signal, all[0]); err != nil {
		return "", fmt.Errorf("shut server down: %w", err)
	}
	if mode != Smart {
		if err := control.Gone(ctx); err != nil {
			return "", fmt.Errorf("see server end: %w", err)
		}
		return "the postmaster and all others have ended", nil
	}
	err = poll.Until(ctx, func(ctx context.Context) (bool, error) {
		_, err := control.Admin(ctx, "SELECT 1")
		return err != nil, nil
	})
	if err != nil {
		return "", fmt.Errorf("see server refuse connections: %w", errors.Join(errOpen, err))
	}
	return "the postmaster takes no connections any more", nil
}
