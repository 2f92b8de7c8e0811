package pgdiag

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Conn is a connection that can be asked about: *pgx.Conn, *pgconn.PgConn, or anything with a Conn method that returns
// a *pgx.Conn, such as *pgxpool.Conn and pgx.Tx.
type Conn any

// StatusOf is the status of a connection. It comes from the layer's own book-keeping where a Tracker is attached; for a
// foreign connection it is what pgx's IsClosed says, which is stale after a failure of the network and can't tell who
// closed the connection. A nil connection is StatusClosed.
//
// Like every status of a connection it is what is known so far: a peer that has gone without a word is seen by the next
// call, or by Probe.
func StatusOf(conn Conn) Status {
	c := pgConnOf(conn)
	if c == nil {
		return StatusClosed
	}
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

// TxStatusOf is the transaction status of a connection, in the words of libpq's PQtransactionStatus: TxUnknown once the
// connection is not usable any more, where pgx's TxStatus keeps the last byte that it read.
func TxStatusOf(conn Conn) TxStatus {
	c := pgConnOf(conn)
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

// pgConnOf finds the pgconn connection below whatever the caller holds.
func pgConnOf(conn Conn) *pgconn.PgConn {
	switch c := conn.(type) {
	case nil:
		return nil
	case *pgconn.PgConn:
		return c
	case *pgx.Conn:
		if c == nil {
			return nil
		}
		return c.PgConn()
	case interface{ Conn() *pgx.Conn }:
		return pgConnOf(c.Conn())
	}
	return nil
}
