package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
)

// rivals are the rig's own sessions beside the target's, by name. They go straight to the server.
type rivals map[string]*rival

// rival is a session of the rig's.
type rival struct {
	conn    *pgx.Conn
	running chan error // of a statement that was left running; nil where none is
	step    int
	cancel  context.CancelFunc
}

// rival does a step of the rig's.
func (r *run) rival(ctx context.Context, n int, do scenario.Rig) {
	if do.SQL != "" {
		if err := r.rivalSQL(ctx, n, do); r.skip(r.rights(err)) {
			return
		} else if err != nil {
			r.trouble(n, fmt.Errorf("run %q on rig session %s: %w", do.SQL, do.Session, err))
			r.stopped = true
			return
		}
	}
	if do.Until == "" {
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, untilLimit, fmt.Errorf("the limit is %s", untilLimit))
	defer cancel()
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := r.sideChannel(ctx, do)
		return err == nil && len(rows) > 0 && len(rows[0]) > 0 && (rows[0][0] == "t" || rows[0][0] == "true"), err
	})
	if err != nil {
		text := r.line(fmt.Sprintf("wait until %q: %v", do.Until, err))
		r.c.Troubles = append(r.c.Troubles, verdict.Trouble{Step: n, Text: text, Consequence: true})
		r.stopped = true
	}
}

// sideChannel asks what the rig waits for, of the server or of its standby.
func (r *run) sideChannel(ctx context.Context, do scenario.Rig) ([][]string, error) {
	if !do.Standby {
		return r.admin(ctx, do.Until)
	}
	standby, reason := r.rig.Standby()
	if standby == nil {
		return nil, errors.New(reason)
	}
	return aside(ctx, func(ctx context.Context) ([][]string, error) { return standby.Admin(ctx, do.Until) })
}

func (r *run) rivalSQL(ctx context.Context, n int, do scenario.Rig) error {
	one := r.rivals[do.Session]
	if one == nil {
		open := r.rig.Database().AdminConn
		if do.Standby {
			open = r.rig.Database().StandbyConn
		}
		conn, err := open(ctx)
		if err != nil {
			return fmt.Errorf("connect: %w", err)
		}
		one = &rival{conn: conn}
		if r.rivals == nil {
			r.rivals = rivals{}
		}
		r.rivals[do.Session] = one
	}
	if err := one.wait(ctx); err != nil {
		return err
	}
	if !do.Async {
		return one.exec(ctx, do.SQL)
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	one.running, one.step, one.cancel = make(chan error, 1), n, cancel
	go func(done chan<- error) { done <- one.exec(own, do.SQL) }(one.running)
	return nil
}

func (one *rival) exec(ctx context.Context, sql string) error {
	if _, err := one.conn.PgConn().Exec(ctx, sql).ReadAll(); err != nil {
		return fmt.Errorf("execute: %w", err)
	}
	return nil
}

// wait waits for the statement that was left running.
func (one *rival) wait(ctx context.Context) error {
	if one.running == nil {
		return nil
	}
	defer func() { one.running = nil }()
	defer one.cancel()
	select {
	case err := <-one.running:
		return err
	case <-ctx.Done():
		one.cancel()
		return errors.Join(fmt.Errorf("the statement left running did not end: %w", context.Cause(ctx)), ignoreCancel(<-one.running))
	}
}

// ignoreCancel drops the error that our own giving up made.
func ignoreCancel(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// endRivals waits for what the rig left running, and ends its sessions: what they had not committed is gone.
func (r *run) endRivals(ctx context.Context) {
	ctx, cancel := context.WithTimeoutCause(ctx, untilLimit, fmt.Errorf("the limit is %s", untilLimit))
	defer cancel()
	for name, one := range r.rivals {
		step := one.step
		if err := one.wait(ctx); err != nil {
			text := r.line(fmt.Sprintf("rig session %s: %v", name, err))
			r.c.Troubles = append(r.c.Troubles, verdict.Trouble{Step: step, Text: text, Consequence: true})
		}
	}
	r.rivals.close(ctx)
}

// close ends the sessions, with what still runs on them.
func (all rivals) close(ctx context.Context) {
	for name, one := range all {
		if one.running != nil {
			one.cancel()
			if err := one.wait(ctx); ctx.Err() != nil && err != nil {
				continue // it does not let go, and ends with the database
			}
		}
		_ = one.conn.Close(ctx) // the server rolls back whatever becomes of it
		delete(all, name)
	}
}
