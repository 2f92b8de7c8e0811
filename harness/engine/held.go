package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
