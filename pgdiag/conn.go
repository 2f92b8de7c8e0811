package pgdiag

import (
	"github.com/jackc/pgx/v5/pgconn"
)

// DiagnoseConn explains an error that a call on conn has just returned, with the book of that very connection. The error
// of a call that pgx's tracers are told of is known again later, too, when the connection has gone on. With a pool, a
// *sql.DB, what has gone back to its pool, or what is no connection of pgx's, it is what Diagnose says.
func DiagnoseConn(conn Conn, err error) *Diagnosis {
	if err == nil {
		return nil
	}
	c := pgConnOf(conn)
	b := bookOf(c)
	if b == nil {
		return Diagnose(err)
	}
	s := listen(err)
	b.mu.Lock()
	b.silentlyClosed(c, &s)
	status := b.status()
	b.mu.Unlock()
	d := explain(err, func(err error) ([]*record, bool) { return b.whose(err), true })
	if d.Status == StatusUnknown && d.recorded && known(err) == nil {
		d.Status = status
	}
	return d
}

// whose is the record of the call on this connection that has returned an error which does not tell whose it is; none
// where it is no call's of this connection. It changes nothing: a value may hold several errors.
func (b *book) whose(err error) []*record {
	s := listen(err)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.op.told != nil && (sameError(b.op.told, err) || holds(b.op.told, err)) {
		return []*record{b.recorded(nil)}
	}
	ended := b.op.over || b.rests() || b.op.idle && (s.mute() || s.sentinel != "")
	switch {
	case s.unsent:
		return []*record{b.silent()}
	case s.server != nil:
		if b.op.err != nil && sameServerError(b.op.err, s.server) {
			return []*record{b.recorded(nil)}
		}
		return nil
	case ended && (s.mute() || s.sentinel != "" || b.lost()):
		return []*record{b.untold(&s, err)}
	case ended && b.waited(&s, err):
		return []*record{b.silent()}
	case ended:
		return nil
	}
	return []*record{b.recorded(nil)}
}

// waited tells whether an error is that of a wait for a notification, of which no tracer is told: of one that is not pgx's
// own it is believed only where the last call has left nothing behind that it could be of instead.
func (b *book) waited(s *said, err error) bool {
	if !b.listens || s.socket != nil || s.dns != nil || s.dialed || s.sqlstate != "" || !s.canceled && !s.deadline && !s.timeout {
		return false
	}
	return identified(err) || kindsOf(b.op.effects)&kindsPure != 0
}

// silent is the record of a call that has written nothing: one that was refused before that, or a wait for a notification.
func (b *book) silent() *record {
	r := &record{}
	b.fill(&r.f)
	r.f.traced, r.f.phase, r.f.kinds = false, PhaseQuery, kindsOf(0)
	r.f.answer, r.f.completes, r.f.notice, r.f.failing, r.f.timedOut = nil, 0, nil, false, false
	r.f.quiet, r.f.nothing, r.f.executed, r.f.unrefused = b.socket != nil && !b.flushing, true, false, true
	r.f.ready, r.f.dead, r.f.txBefore, r.f.order = true, b.lost() || b.owner, b.tx, order{}
	return r
}

// untold is the record of an error that no tracer was told of, since the client made it of a result that it did not like:
// what a row is read into, a callback, no row at all. It is the caller's word that it is of the last call. That is believed
// where that call has ended well, has given rows, and could have written what they show; and then of what is durable alone.
// For all else it is only the state of the connection that is known.
func (b *book) untold(s *said, err error) *record {
	r := &record{}
	b.fill(&r.f)
	r.f.whole, r.f.sentinel = true, s.sentinel
	mine := b.op.told == nil && !b.mute.has(err) && (s.sentinel != "" || b.op.rows && b.op.effects.has(effectWrite))
	o, _ := r.f.outcome()
	if !mine || o != OutcomeCommitted && r.f.end() != endOpen && (o != OutcomeRolledBack || s.sentinel != CommitRolledBack) {
		r.f.order, r.f.nothing, r.f.quiet, r.f.busy, r.f.answer = order{}, false, false, false, nil
	}
	return r
}

// silentlyClosed takes note of a connection that pgx has given up without a word on the wire, as PgConn.CopyFrom does.
func (b *book) silentlyClosed(c *pgconn.PgConn, s *said) {
	if !c.IsClosed() || !b.ready || b.lost() || b.owner {
		return
	}
	b.transport = errGivenUp
	switch {
	case s.deadline:
		b.givenUp = CallerDeadline
	case s.canceled:
		b.givenUp = CallerCancel
	}
}

// sameServerError tells whether two values are the same ErrorResponse.
func sameServerError(a, b *pgconn.PgError) bool {
	return a.Code == b.Code && a.Severity == b.Severity && a.File == b.File && a.Line == b.Line && a.Routine == b.Routine && a.Position == b.Position
}
