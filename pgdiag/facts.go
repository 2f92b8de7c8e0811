package pgdiag

import (
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// facts is a picture of a book at the moment a call failed: all that the rules may use beside the error itself.
type facts struct {
	op         op
	status     Status
	tx         byte
	phase      Phase
	sent       int64 // bytes of the call that the socket has accepted
	connecting bool
	exhausted  bool // all connections of the pool were in use
	transport  error
	fatal      *pgconn.PgError
	txError    *pgconn.PgError
	givenUp    Condition
	caller     error // the error of the caller's context
	attempts   []Attempt
	timedOut   bool // the call took longer than the statement_timeout that the client has set
}

// facts takes the picture. The book must be locked.
func (b *book) facts() *facts {
	f := &facts{
		op: b.op, status: b.status(), tx: b.tx, phase: b.phase(), sent: b.sent - b.op.sentBefore, connecting: !b.ready,
		transport: b.transport, fatal: b.fatal, txError: b.txError, givenUp: b.givenUp,
	}
	f.timedOut = b.timeout > 0 && time.Since(b.op.start) >= b.timeout
	if b.dying && !f.lost() && !b.owner {
		f.status = StatusFaulty // pgx closes it before the call returns
	}
	return f
}

// since is a picture with what has come to be known of the same call after it was taken: the error of a batch is told
// before its ReadyForQuery has come. The book must be locked.
func (b *book) since(f *facts) *facts {
	if b.op.seq != f.op.seq || f.op.ready || !b.op.ready || f.lost() {
		return f
	}
	later := *f
	later.op, later.tx, later.status = b.op, b.tx, b.status()
	return &later
}

// status is the connection's status by the book.
func (b *book) status() Status {
	switch {
	case b.lost():
		return StatusFaulty
	case b.owner:
		return StatusClosed
	case !b.ready:
		return StatusConnecting
	default:
		return StatusOpen
	}
}

// phase is where the call has met its failure.
func (b *book) phase() Phase {
	switch {
	case !b.ready && b.asked && !b.authOK:
		return PhaseAuth
	case !b.ready:
		return PhaseStartup
	}
	e := b.op.effects
	if e == 0 {
		e = effectOf([]byte(b.op.sql), true)
	}
	switch {
	case e.has(effectCommit | effectPrepare):
		return PhaseCommit
	case e.has(effectRollback):
		return PhaseRollback
	default:
		return PhaseQuery
	}
}

// facts is the picture of a call to connect that failed: of its last attempt, with all attempts beside it.
func (c *connecting) facts() *facts {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := &facts{status: StatusFaulty, connecting: true, phase: PhaseDial}
	all := make([]Attempt, 0, len(c.attempts))
	for _, a := range c.attempts {
		at := a.Attempt
		f = &facts{status: StatusFaulty, connecting: true, phase: at.Phase, transport: at.Err}
		if a.book != nil {
			a.book.mu.Lock()
			f = a.book.facts()
			a.book.mu.Unlock()
			f.status, at.Phase, at.Err = StatusFaulty, f.phase, f.transport
			if f.op.err != nil {
				at.Err = f.op.err
			}
		}
		all = append(all, at)
	}
	f.attempts = all
	return f
}

// lost tells whether the connection was lost, by the picture.
func (f *facts) lost() bool { return f.transport != nil || f.fatal != nil }

// inTransaction tells whether the call met a transaction that an earlier call had begun.
func (f *facts) inTransaction() bool { return f.op.txBefore == 'T' || f.op.txBefore == 'E' }

// gaveUp tells whether it was pgx that closed the connection, for the caller's context.
func (f *facts) gaveUp() bool { return errors.Is(f.transport, errGivenUp) }
