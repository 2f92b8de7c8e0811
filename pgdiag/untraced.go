package pgdiag

import (
	"github.com/jackc/pgx/v5/pgconn"
)

// untraced is the picture of a call of which no tracer has told: WaitForNotification, and what is called on a
// *pgconn.PgConn. The book must be locked.
func (b *book) untraced(conn *pgconn.PgConn, err error) *facts {
	t := walk(err)
	if conn.IsClosed() && b.ready && !b.lost() && !b.owner {
		// pgx has given the connection up without a word on the wire, as PgConn.CopyFrom does.
		b.transport = errGivenUp
		switch {
		case t.deadline:
			b.givenUp = CallerDeadline
		case t.canceled:
			b.givenUp = CallerCancel
		}
	}
	f := b.facts()
	if b.op.ready && b.op.err == nil && t.pg == nil && t.sentinel == "" && t.sqlstate == "" {
		// The call before this one had ended, and this one has written nothing.
		f.op, f.sent, f.phase = op{txBefore: b.tx, notice: b.op.notice}, 0, PhaseQuery
	}
	return f
}
