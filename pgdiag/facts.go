package pgdiag

import (
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// facts are all that is known of a failed call: what was seen on the wire and by the tracer, and what the error itself
// says. The zero value of each field means that it is not known, and nothing else: a claim rests on what is there. (A test
// takes away any one and any two of them, and sees that no claim becomes stronger.)
type facts struct {
	said // what the error says

	book   *book // whose call it was; for nothing but to tell calls of one connection from those of others
	traced bool  // a tracer has told of the call

	// Of the call, by the tracer and the context.
	phase     Phase
	marked    bool  // the caller has said that it only reads
	arguments bool  // it has arguments
	acquiring bool  // it ended before it had a connection
	exhausted bool  // all connections of the pool were in use then
	making    bool  // a connection was being made
	busy      bool  // another call was using the connection
	caller    error // the error of the caller's context
	attempts  []Attempt

	// Of the socket and the tap.
	quiet      bool // the socket has accepted no byte of it
	complete   bool // the tap has seen every byte that the socket has accepted
	nothing    bool // no whole message has passed the tap that makes the server execute something
	executed   bool // such a message has passed
	unrefused  bool // the server has answered it with no error
	completes  int  // statements that were answered
	answer     *pgconn.PgError
	notice     *pgconn.Notice
	failing    bool // the client itself has failed a COPY
	cancelling bool // a cancel was asked for before this call began, of this backend
	ready      bool // the ReadyForQuery that ends it came
	timedOut   bool // it took longer than the statement_timeout that the client has set

	// Of the session.
	connecting bool
	entering   bool // it is a call to connect that has failed, perhaps in a hook; kinds are those of all that was executed
	authing    bool // the server has asked for a proof or let the client in, and the driver has not accepted it
	dead       bool // it was not usable any more before the call
	transport  error
	fatal      *pgconn.PgError
	givenUp    Condition
	status     Status // when the call had ended
	still      Status // now: a later call may have ended the connection, and so may a rollback that failed
	tx         byte   // the transaction status of the last ReadyForQuery
	txBefore   byte   // that before the call; 0 where it is not known
	readOnly   bool   // the transaction it met was read-only
	chosen     bool   // because the client has asked for that
	standby    bool   // the server has said that it is a hot standby
	txError    *pgconn.PgError
	ended      *pgconn.PgError // the first error of the transaction that the call has ended

	// What the server was told to do.
	order order
	kinds kinds
}

// order is what the server was told to do, in its order, and what it has answered. The zero value is not known.
type order struct {
	known    bool
	now      states // all that is possible, up to the last answer
	waits    []run  // what was sent and not answered
	readOnly bool   // the transaction it meets is known to be
}

// kinds says of the statements of a call what they are all known not to be.
type kinds uint8

const (
	kindsPure    kinds = 1 << iota // none leaves anything behind but in the session
	kindsWithin                    // none ends a transaction, or may do so inside
	kindsForward                   // none begins, prepares or rolls back anything, or may do so inside
	kindsEnding                    // all they do is to roll back
)

// fill takes the picture of a call. The book must be locked.
func (b *book) fill(f *facts) {
	o := &b.op
	f.book, f.traced = b, o.traced
	f.phase = b.phase()
	f.marked, f.arguments = o.marked, o.arguments
	f.quiet = b.socket != nil && b.sent() == o.sentBefore && !b.flushing && (b.straight() || !o.executable)
	f.complete = b.socket != nil && !o.unseen && !b.flushing
	f.nothing, f.executed, f.unrefused = !o.executable, o.executable, o.err == nil
	f.completes, f.answer, f.notice, f.failing, f.ready = o.completes, o.err, o.notice, o.failing, o.ready
	f.cancelling = b.cancelled != 0 && b.cancelled+1 == o.seq
	f.timedOut = o.timedOut
	f.connecting, f.authing = !b.ready, !b.accepted && (b.asked || b.ready)
	f.dead, f.transport, f.fatal, f.givenUp = o.dead, b.transport, b.fatal, b.givenUp
	f.status, f.tx, f.txBefore = b.status(), b.tx, o.txBefore
	f.still = f.status
	f.readOnly, f.chosen, f.standby = o.readOnly, o.chosen, b.standby
	f.txError, f.ended = b.txError, o.ended
	if b.ready && !o.dead {
		f.order = order{true, b.ledger.now, slices.Clone(b.ledger.waits()), b.ledger.readOnly || b.standby}
	}
	f.kinds = kindsOf(o.effects)
}

// kindsOf says what all statements of a call are known not to be.
func kindsOf(e effect) (k kinds) {
	const ends = effectCommit | effectPrepare | effectCommitPrepared | effectRollbackPrepared
	if !e.has(effectWrite | effectRead | effectHidden | effectLasting | ends) {
		k |= kindsPure
	}
	if !e.has(effectHidden | ends | effectRollback) {
		k |= kindsWithin
	}
	if !e.has(effectHidden | effectRollback | effectPrepare | effectBegin) {
		k |= kindsForward
	}
	if e&^(effectLast|effectChain) == effectRollback {
		k |= kindsEnding
	}
	return k
}

// overTime tells whether the call has taken longer than the statement_timeout that the client has set.
func (b *book) overTime() bool {
	d := b.ledger.timeouts.now()
	return d > 0 && !b.op.start.IsZero() && time.Since(b.op.start) >= d
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

// now is the status by the book as it is now.
func (b *book) now() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status()
}

// phase is where the call has met its failure.
func (b *book) phase() Phase {
	switch {
	case !b.ready && b.asked && !b.authOK:
		return PhaseAuth
	case !b.ready:
		return PhaseStartup
	}
	switch e := b.op.effects | b.op.intent; {
	case e.anything():
		return PhaseQuery
	case e.has(effectCommit | effectPrepare | effectCommitPrepared | effectRollbackPrepared):
		return PhaseCommit
	case e.has(effectRollback):
		return PhaseRollback
	default:
		return PhaseQuery
	}
}

// lost tells whether the connection was lost.
func (f *facts) lost() bool { return f.transport != nil || f.fatal != nil }

// inBlock tells whether the call is known to have met a transaction that an earlier call had begun.
func (f *facts) inBlock() bool { return f.txBefore == 'T' || f.txBefore == 'E' }
