package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// errHeld is why the wait for the target's backends to be idle ended.
var errHeld = errors.New("a backend is not idle")

// held looks what the target's backends do when it says of all its sessions that they are open and idle: one that is in a
// transaction, or in a statement that nobody has ended, keeps its locks, and others wait for them. Where the target says
// something else of a session, or nothing, nothing is asked. Behind a pooler it can't be told whose a backend is, and one of a
// standby is not asked.
func (r *run) held(ctx context.Context) {
	if r.rig.Pooler() != nil || r.c.Scenario.Given.Standby != "" || !r.sessions.allIdle() {
		return
	}
	waiting, cancel := context.WithTimeoutCause(ctx, heldLimit, errHeld)
	defer cancel()
	var busy [][]string
	err := poll.Until(waiting, func(context.Context) (done bool, err error) {
		busy, err = r.busyBackends(ctx)
		return len(busy) == 0, err
	})
	if err != nil && !errors.Is(err, errHeld) {
		return // what keeps the server from answering is found where it is asked for the truth
	}
	for _, b := range busy {
		locks, err := r.admin(ctx, "SELECT DISTINCT l.mode FROM pg_locks l WHERE l.granted AND l.locktype = 'relation' AND l.pid = "+b[0]+" ORDER BY 1")
		if err != nil {
			return
		}
		h := verdict.Held{PID: b[0], State: b[1], Query: r.oneLine(b[2])}
		for _, mode := range locks {
			h.Locks = append(h.Locks, strings.TrimSuffix(mode[0], "Lock"))
		}
		r.c.Held = append(r.c.Held, h)
	}
}

// errTargetHolds says that a statement of ours waited for a lock of the target's.
var errTargetHolds = errors.New("the target holds what it waits for")

// execWatched runs SQL of a rival's. Where that waits for a lock which the target holds, and nobody has left it running for
// that, it is the target's doing, and noted as such.
func (r *run) execWatched(ctx context.Context, one *rival, sql string) error {
	limited, cancel := context.WithTimeoutCause(ctx, untilLimit, fmt.Errorf("the limit is %s", untilLimit))
	defer cancel()
	pid := one.conn.PgConn().PID()
	done := make(chan error, 1)
	go func() {
		defer crash.Guard()
		done <- one.exec(limited, sql)
	}()
	look := time.NewTimer(untilLimit / 2)
	defer look.Stop()
	select {
	case err := <-done:
		return err
	case <-look.C:
	}
	blocking, err := r.admin(ctx, fmt.Sprintf("SELECT pid, coalesce(state, ''), coalesce(query, '') FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(%d)) AND usename = $1", pid), r.dsn.user)
	if err != nil || len(blocking) == 0 {
		return <-done
	}
	for _, b := range blocking {
		r.c.Held = append(r.c.Held, verdict.Held{PID: b[0], State: b[1], Query: r.oneLine(b[2]), Blocks: r.oneLine(sql)})
	}
	cancel()
	return errors.Join(errTargetHolds, <-done)
}

// busyBackends are the target's backends that are not idle.
func (r *run) busyBackends(ctx context.Context) (busy [][]string, err error) {
	all, err := withinAdminLimit(ctx, func(ctx context.Context) ([][]string, error) { return r.rig.Database().Backends(ctx, r.dsn.user) })
	if err != nil {
		return nil, fmt.Errorf("look what the target's backends do: %w", err)
	}
	for _, b := range all {
		if b[1] != "idle" {
			busy = append(busy, b)
		}
	}
	return busy, nil
}

// allIdle tells whether the target has sessions, and says of each that it is open and in no transaction.
func (all *Sessions) allIdle() bool {
	for _, s := range all.open {
		if s.status != pgdiag.StatusOpen || s.tx != pgdiag.TxIdle {
			return false
		}
	}
	return len(all.open) > 0
}
