package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Control acts on the processes and the data folder of a server that is one's own to harm.
type Control struct{ machine provide.Machine }

// Control gives what acts on the server's processes; nil, with the reason, where they are not its user's to harm.
func (s *Server) Control() (*Control, string) {
	controlled, reason := s.controlled()
	if reason != "" {
		return nil, reason
	}
	return &Control{machine: controlled.Machine()}, ""
}

// Standby gives what acts on the server's streaming standby; nil, with the reason, where there is none.
func (s *Server) Standby() (*Control, string) {
	controlled, reason := s.controlled()
	switch {
	case reason != "":
		return nil, reason
	case controlled.Standby() == nil:
		return nil, "the server has no standby"
	}
	return &Control{machine: controlled.Standby()}, ""
}

func (s *Server) controlled() (_ provide.Controlled, reason string) {
	controlled, ok := s.instance.(provide.Controlled)
	switch {
	case s.instance.Shared():
		return nil, "the server is somebody else's, and not to be harmed"
	case !s.cfg.Private:
		return nil, "the server is shared, and not to be harmed: it takes a server of one's own"
	case !ok || controlled.Machine() == nil:
		return nil, "the processes of this server can't be acted on"
	}
	return controlled, ""
}

// Processes lists the server's processes by their numbers, which are those of pg_stat_activity, the postmaster first;
// none where it does not run.
func (c *Control) Processes(ctx context.Context) ([]int, error) {
	all, err := c.machine.Processes(ctx)
	pids := make([]int, 0, len(all))
	for _, p := range all {
		pids = append(pids, p.PID)
	}
	return pids, err
}

// Stopped lists those of the processes that do not run until they are told to continue.
func (c *Control) Stopped(ctx context.Context) ([]int, error) {
	all, err := c.machine.Processes(ctx)
	var pids []int
	for _, p := range all {
		if p.Stopped {
			pids = append(pids, p.PID)
		}
	}
	return pids, err
}

// Signal sends a signal to processes of the server; one that has ended is passed over.
func (c *Control) Signal(ctx context.Context, signal syscall.Signal, pids ...int) error {
	return c.machine.Signal(ctx, signal, pids...)
}

// SignalPostmaster sends a signal to the postmaster alone: SIGTERM, SIGINT and SIGQUIT are its smart, fast and immediate
// shutdown. It is ErrDown where there is none.
func (c *Control) SignalPostmaster(ctx context.Context, signal syscall.Signal) error {
	all, err := c.Processes(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return ErrDown
	}
	return c.machine.Signal(ctx, signal, all[0])
}

// Gone waits until none of the processes is there any more; without numbers, none of the server at all.
func (c *Control) Gone(ctx context.Context, pids ...int) error {
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		all, err := c.Processes(ctx)
		left := func(pid int) bool { return len(pids) == 0 || slices.Contains(pids, pid) }
		return !slices.ContainsFunc(all, left), err
	})
	if err != nil {
		return fmt.Errorf("see processes end: %w", err)
	}
	return nil
}

// haltTimeout is how long a server may take to end when it is told to end at once.
const haltTimeout = 2 * time.Second

// Halt ends the server at once, whatever state it is in, and waits until it is gone: no checkpoint is made, and its next
// start recovers. What does not end by itself is killed.
func (c *Control) Halt(ctx context.Context) error {
	for _, signal := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		all, err := c.Processes(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		// What was stopped acts on a signal when it goes on.
		if err := errors.Join(c.machine.Signal(ctx, signal, all...), c.machine.Signal(ctx, syscall.SIGCONT, all...)); err != nil {
			return err
		}
		waiting, cancel := context.WithTimeout(ctx, haltTimeout)
		err = c.Gone(waiting)
		cancel()
		if err == nil {
			return nil
		}
	}
	return c.Gone(ctx)
}

// Start starts a server that has ended, with settings (name=value) for this one life, and does not wait for it.
func (c *Control) Start(ctx context.Context, settings ...string) error {
	return c.machine.Boot(ctx, settings...)
}

// Ready waits until the server takes a connection. A server that ends instead is ErrDown.
func (c *Control) Ready(ctx context.Context) error {
	conn, err := provide.Ready(ctx, c.machine, c.machine.Admin())
	if errors.Is(err, provide.ErrExited) {
		return fmt.Errorf("wait for server: %w; it last said: %s", ErrDown, c.machine.LastLogLine())
	}
	if err != nil {
		return err
	}
	_ = conn.Close(context.WithoutCancel(ctx)) // It was asked nothing.
	return nil
}

// Admin runs SQL as superuser on the maintenance database, over a connection for it alone, and returns the rows as text.
func (c *Control) Admin(ctx context.Context, sql string) ([][]string, error) {
	conn, err := pgx.ConnectConfig(ctx, c.machine.Admin())
	if err != nil {
		return nil, fmt.Errorf("open admin connection: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	return simple(ctx, conn, "", sql)
}

// SetFile makes an empty file in the data folder, or removes it: standby.signal and its like.
func (c *Control) SetFile(ctx context.Context, file string, there bool) error {
	return c.machine.SetFile(ctx, file, there)
}

// Snapshot keeps a copy of all that the server has. It shuts it down for that, and starts it again.
func (c *Control) Snapshot(ctx context.Context) error {
	if err := c.SignalPostmaster(ctx, syscall.SIGINT); err != nil {
		return fmt.Errorf("take snapshot: %w", err)
	}
	return c.whileStopped(ctx, "take snapshot", c.machine.Save)
}

// Restore puts back what Snapshot kept, whatever state the server is in.
func (c *Control) Restore(ctx context.Context) error {
	if err := c.Halt(ctx); err != nil {
		return fmt.Errorf("restore snapshot: %w", err)
	}
	return c.whileStopped(ctx, "restore snapshot", c.machine.Load)
}

// whileStopped does something while no process of the server runs.
func (c *Control) whileStopped(ctx context.Context, what string, do func(context.Context) error) error {
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return c.Gone(ctx) },
		do,
		func(ctx context.Context) error { return c.Start(ctx) },
		c.Ready,
	} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}
