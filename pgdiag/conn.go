package pgdiag

import (
	"github.com/jackc/pgx/v5/pgconn"
)

// DiagnoseConn explains an error that a call on conn has just returned, with the book of that very connection. The error
// of a call that pgx's tracers are told of is known again later, too, when the connection has gone on.
func DiagnoseConn(conn Conn, err error) *Diagnosis {
	if err == nil {
		return nil
	}
	c := pgConnOf(conn)
	b := bookOf(c)
	if b == nil {
		return Diagnose(err)
	}
	return explain(err, func(err error) ([]*record, bool) { return b.whose(c, err), true })
}

// whose is the record of the call on this connection that has returned an error which does not tell whose it is.
func (b *book) whose(c *pgconn.PgConn, err error) []*record {
	s := listen(err)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.op.told != nil && sameError(b.op.told, err) {
		return []*record{b.recorded(nil)}
	}
	b.silentlyClosed(c, &s)
	switch {
	case s.unsent:
		b.begin() // a call that was refused before it wrote anything
	case s.server != nil:
		if b.op.err != nil && sameServerError(b.op.err, s.server) {
			return []*record{b.recorded(nil)}
		}
		return nil // it is another call's
	case b.op.traced && b.op.over && b.op.told == nil && (s.mute() || s.sentinel != ""):
		if b.mute.has(err) {
			return nil // an earlier call has returned it
		}
		return b.untold()
	case b.op.over || b.rests():
		b.begin() // a call that has written nothing, such as a wait for a notification
	}
	return []*record{b.recorded(nil)}
}

// untold is the record of the last call, which has ended well by what the tracer was told, and whose result the client did
// not like: what a row is read into, a callback, no row at all. Whether the error is that call's is the caller's word; so
// it proves nothing of what may be another's, and all that is taken from it is what is durable.
func (b *book) untold() []*record {
	r := &record{}
	b.fill(&r.f)
	r.f.whole = true
	if o, _ := r.f.outcome(); o != OutcomeCommitted && r.f.end() != endOpen {
		r.f.order, r.f.nothing, r.f.quiet = order{}, false, false
	}
	return []*record{r}
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
