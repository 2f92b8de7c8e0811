package pgdiag

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"
)

// authentication takes note of what the server asks for.
func (b *book) authentication(body []byte) {
	if len(body) >= 4 && body[3] == 0 {
		b.authOK, b.down.opening = true, false
	} else {
		b.asked = true
	}
}

// acceptedBefore is a ValidateConnect hook, which the driver calls when it has accepted how the server has let it in. What the
// book has read does not tell: a server that has not proven itself (SCRAM proves both sides) goes on as if it had, and all of
// that comes in one packet.
func (t *Tracker) acceptedBefore(validate pgconn.ValidateConnectFunc) pgconn.ValidateConnectFunc {
	return func(ctx context.Context, conn *pgconn.PgConn) error {
		if b := t.bookOfMade(conn.Conn()); b != nil {
			b.mu.Lock()
			b.accepted = true
			b.mu.Unlock()
		}
		if validate != nil {
			return validate(ctx, conn)
		}
		return nil
	}
}
