package fault

import (
	"context"
	"fmt"
	"strconv"
	"syscall"
	"time"
)

// KillServer kills the postmaster (SIGKILL). Its processes notice by themselves: those that wait for their client at once,
// one that runs a statement in its own time. Healed, the server is started again, recovers, and takes connections.
type KillServer struct{}

// Name implements Fault.
func (KillServer) Name() string { return "kill_server" }

// Available implements Fault.
func (KillServer) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault. It returns when the postmaster is gone, and with it those who waited for their client.
func (f KillServer) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	all, err := control.Processes(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for postmaster: %w", err)
	}
	if len(all) == 0 {
		return nil, &ConfigError{Fault: f.Name(), Why: "the server does not run"}
	}
	idle, err := env.Admin(ctx, "SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle%'")
	if err != nil {
		return nil, fmt.Errorf("look for who is idle: %w", err)
	}
	ending := []int{all[0]}
	for _, row := range idle {
		pid, err := strconv.Atoi(row[0])
		if err != nil {
			return nil, fmt.Errorf("look for who is idle: %w", err)
		}
		ending = append(ending, pid)
	}
	if err := control.Signal(ctx, syscall.SIGKILL, all[0]); err != nil {
		return nil, fmt.Errorf("kill postmaster: %w", err)
	}
	at := time.Now()
	if err := control.Gone(ctx, ending...); err != nil {
		return nil, fmt.Errorf("see postmaster and idle backends gone: %w", err)
	}
	return &doneInjection{
		firings: []Firing{{Fault: f.Name(), At: at, Where: "the postmaster was killed", Seen: fmt.Sprintf("process %d", all[0])}},
		heal:    once(func(ctx context.Context) error { return revive(ctx, control) }),
	}, nil
}

// revive starts a server anew, whatever state it is in: frozen, ending, without its postmaster, or gone.
func revive(ctx context.Context, control Control) error {
	if err := control.Halt(ctx); err != nil {
		return fmt.Errorf("end what is left of the server: %w", err)
	}
	if err := control.Start(ctx); err != nil {
		return fmt.Errorf("start server: %w", err)
	}
	if err := control.Ready(ctx); err != nil {
		return fmt.Errorf("await server: %w", err)
	}
	return nil
}

// once makes a heal that acts the first time only: what was started again must not be ended by a second heal.
func once(heal func(context.Context) error) func(context.Context) error {
	healed := false
	return func(ctx context.Context) error {
		if healed {
			return nil
		}
		err := heal(ctx)
		healed = err == nil
		return err
	}
}

// undoAfterError undoes, outside the time that may be over, what was done before an error.
func undoAfterError(ctx context.Context, err error, undo func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if undoing := undo(ctx); undoing != nil {
		return fmt.Errorf("%w; and to undo it: %w", err, undoing)
	}
	return err
}
