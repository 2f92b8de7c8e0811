package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/postgres"
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
func (r *run) rival(ctx context.Context, n int, runScenario scenario.Rig) {
	if runScenario.SQL != "" {
		if err := r.rivalSQL(ctx, n, runScenario); r.skip(r.rights(err)) {
			return
		} else if err != nil {
			err = fmt.Errorf("run %q on rig session %s: %w", runScenario.SQL, runScenario.Session, err)
			r.troubled(err, verdict.Trouble{Step: n, Consequence: errors.Is(err, errTargetHolds)})
			r.stopped = true
			return
		}
	}
	if runScenario.Until == "" {
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, untilLimit, fmt.Errorf("the limit is %s", untilLimit))
	defer cancel()
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := r.sideChannel(ctx, runScenario)
		return err == nil && len(rows) > 0 && len(rows[0]) > 0 && (rows[0][0] == "t" || rows[0][0] == "true"), err
	})
	if err != nil {
		r.consequence(n, fmt.Errorf("wait until %q: %w", runScenario.Until, err))
		r.stopped = true
	}
}

// sideChannel asks what the rig waits for, of the server or of its standby.
func (r *run) sideChannel(ctx context.Context, runScenario scenario.Rig) ([][]string, error) {
	if !runScenario.Standby {
		return r.admin(ctx, runScenario.Until)
	}
	standby, reason := r.rig.Standby()
	if standby == nil {
		return nil, errors.New(reason)
	}
	return withinAdminLimit(ctx, func(ctx context.Context) ([][]string, error) { return standby.Admin(ctx, runScenario.Until) })
}

func (r *run) rivalSQL(ctx context.Context, n int, runScenario scenario.Rig) error {
	one := r.rivals[runScenario.Session]
	if one == nil {
		open := r.rig.Database().AdminConn
		if runScenario.Standby {
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
		r.rivals[runScenario.Session] = one
	}
	if err := one.wait(ctx); err != nil {
		return err
	}
	if !runScenario.Async {
		return r.execWatched(ctx, one, runScenario.SQL)
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	one.running, one.step, one.cancel = make(chan error, 1), n, cancel
	go func(done chan<- error) {
		defer crash.Guard()
		done <- one.exec(own, runScenario.SQL)
	}(one.running)
	return nil
}

func (r *rival) exec(ctx context.Context, sql string) error {
	if err := postgres.Run(ctx, r.conn, sql); err != nil {
		return fmt.Errorf("execute: %w", err)
	}
	return nil
}

// wait waits for the statement that was left running.
func (r *rival) wait(ctx context.Context) error {
	if r.running == nil {
		return nil
	}
	defer func() { r.running = nil }()
	defer r.cancel()
	select {
	case err := <-r.running:
		return err
	case <-ctx.Done():
		r.cancel()
		return errors.Join(fmt.Errorf("the statement left running did not end: %w", context.Cause(ctx)), ignoreCancel(<-r.running))
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
			r.consequence(step, fmt.Errorf("rig session %s: %w", name, err))
		}
	}
	r.rivals.close(ctx)
}

// close ends the sessions, with what still runs on them.
func (rs rivals) close(ctx context.Context) {
	for name, one := range rs {
		if one.running != nil {
			one.cancel()
			if err := one.wait(ctx); ctx.Err() != nil && err != nil {
				continue // it does not let go, and ends with the database
			}
		}
		_ = one.conn.Close(ctx) // the server rolls back whatever becomes of it
		delete(rs, name)
	}
}
