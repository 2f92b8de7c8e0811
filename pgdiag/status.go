package pgdiag

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Conn is what a program holds, and may be asked about:
//
//   - a connection: *pgx.Conn, *pgconn.PgConn, *pgxpool.Conn, pgx.Tx, and whatever else has a Conn method that returns a
//     *pgx.Conn, or a PgConn method;
//   - *sql.Conn: the connection that its Raw gives. Where another call is using that, an answer waits for the call's end,
//     but no longer than ProbeTimeout; within the function that Raw calls, ask what Raw has given instead;
//   - *pgxpool.Pool and *sql.DB, which have answers of their own: see StatusOf, TxStatusOf and Probe.
//
// Nothing that is given makes them panic. A nil value, a typed nil, a connection or a transaction that has gone back to its
// pool, and a *sql.Conn that is closed are no connection: StatusClosed. A pgx.Tx that has ended on a connection of the
// program's own is that connection. Of what is foreign, such as *sql.Tx or another driver's connection, nothing is known:
// StatusUnknown.
type Conn any

// StatusOf is the status of a connection. It comes from the layer's own book-keeping where a Tracker is attached; for a
// foreign connection it is what pgx's IsClosed says, which is stale after a failure of the network and can't tell who
// closed the connection.
//
// Like every status of a connection it is what is known so far: a peer that has gone without a word is seen by the next
// call, or by Probe.
//
// Of a pool or a *sql.DB it tells without asking for a connection: StatusOpen where it has one, StatusClosed once it is
// closed, StatusFaulty where it has none and its Tracker saw the last connect fail, and StatusUnknown otherwise. (That a
// pool is closed is known to its Tracker only, once a call was refused: see Tracker.PoolState, which says more.)
func StatusOf(conn Conn) Status {
	switch h := heldBy(conn).settled(); {
	case h.conn != nil:
		return connStatus(h.conn)
	case h.pool != nil:
		return poolStatus(h.pool)
	case h.db != nil:
		return dbStatus(h.db)
	case h.foreign, h.inUse:
		return StatusUnknown
	}
	return StatusClosed
}

func connStatus(c *pgconn.PgConn) Status {
	if b := bookOf(c); b != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.status()
	}
	if c.IsClosed() {
		return StatusClosed
	}
	return StatusOpen
}

// overContext is a context that nobody waits with any more.
var overContext = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// dbStatus asks a database for a connection that nobody waits for any more: it is not given one, and one that is closed
// says so all the same.
func dbStatus(db database) Status {
	conn, err := db.Conn(overContext)
	switch {
	case err == nil && conn != nil:
		_ = conn.Close() // it goes back
		return StatusOpen
	case !errors.Is(err, context.Canceled):
		return StatusClosed
	case db.Stats().OpenConnections > 0:
		return StatusOpen
	}
	return StatusUnknown
}

// TxStatusOf is the transaction status of a connection, in the words of libpq's PQtransactionStatus: TxUnknown once the
// connection is not usable any more, where pgx's TxStatus keeps the last byte that it read. A pool or a *sql.DB has no
// transaction of its own, and it is TxUnknown as well; a *sql.Conn that another call is using is TxActive.
func TxStatusOf(conn Conn) TxStatus {
	h := heldBy(conn).settled()
	if h.inUse {
		return TxActive
	}
	c := h.conn
	if c == nil {
		return TxUnknown
	}
	b := bookOf(c)
	if b == nil {
		switch {
		case c.IsClosed():
			return TxUnknown
		case c.IsBusy():
			return TxActive
		}
		return txStatus(c.TxStatus())
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.status() != StatusOpen:
		return TxUnknown
	case b.pending > 0:
		return TxActive
	}
	return txStatus(b.tx)
}
