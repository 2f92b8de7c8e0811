package pgdiag_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/pgfault/pgfault/pgdiag"
)

// overNothing are values with methods that pgdiag calls, and that panic.
type (
	txOverNothing struct{ pgx.Tx }
	dbOverNothing struct{ *sql.DB }
	connOfOurs    struct{ conn *pgx.Conn }
)

func (c connOfOurs) Conn() *pgx.Conn { return c.conn }

// TestWhatIsNoConnection asks about all that a program may hold by mistake: nothing panics, what is none is closed, and of
// what is foreign nothing is claimed.
func TestWhatIsNoConnection(t *testing.T) {
	const none, foreign = pgdiag.StatusClosed, pgdiag.StatusUnknown
	for _, c := range []struct {
		name string
		conn pgdiag.Conn
		want pgdiag.Status
	}{
		{"nil", nil, none},
		{"nil pgx.Conn", (*pgx.Conn)(nil), none},
		{"nil PgConn", (*pgconn.PgConn)(nil), none},
		{"nil pool's conn", (*pgxpool.Conn)(nil), none},
		{"nil pool's tx", (*pgxpool.Tx)(nil), none},
		{"nil pool", (*pgxpool.Pool)(nil), none},
		{"nil Tx", pgx.Tx(nil), none},
		{"nil sql.Conn", (*sql.Conn)(nil), none},
		{"nil sql.DB", (*sql.DB)(nil), none},
		{"nil stdlib.Conn", (*stdlib.Conn)(nil), none},
		{"nil of ours", (*connOfOurs)(nil), none},
		{"none of ours", connOfOurs{}, none},
		{"zero pgx.Conn", &pgx.Conn{}, none},
		{"zero PgConn", &pgconn.PgConn{}, none},
		{"zero pool's conn", &pgxpool.Conn{}, none},
		{"zero pool's tx", &pgxpool.Tx{}, none},
		{"zero pool", &pgxpool.Pool{}, none},
		{"zero sql.Conn", &sql.Conn{}, none},
		{"zero sql.DB", &sql.DB{}, none},
		{"zero stdlib.Conn", &stdlib.Conn{}, none},
		{"a Tx over nothing", txOverNothing{}, foreign},
		{"a DB over nothing", dbOverNothing{}, none},
		{"a sql.Tx", &sql.Tx{}, foreign},
		{"a nil sql.Tx", (*sql.Tx)(nil), none},
		{"a text", "no connection", foreign},
		{"a struct", struct{ n []int }{}, foreign},
		{"a nil func", (func())(nil), none},
	} {
		t.Run(c.name, func(t *testing.T) {
			if s, tx := pgdiag.StatusOf(c.conn), pgdiag.TxStatusOf(c.conn); s != c.want || tx != pgdiag.TxUnknown {
				t.Errorf("%s, %s, want %s, unknown", s, tx, c.want)
			}
			if d := pgdiag.DiagnoseConn(c.conn, io.EOF); d == nil || d.Outcome != pgdiag.OutcomeUnknown {
				t.Errorf("diagnosis: %+v", d)
			}
			if d := pgdiag.DiagnoseConn(c.conn, nil); d != nil {
				t.Errorf("diagnosis of nil: %+v", d)
			}
			if d := pgdiag.Probe(t.Context(), c.conn); d == nil || d.Outcome != pgdiag.OutcomeNotSent || d.Explain() == "" {
				t.Errorf("probe: %+v", d)
			}
			if conn, ok := pgdiag.RawConn(c.conn); ok || conn != nil {
				if _, is := c.conn.(*pgx.Conn); !is {
					t.Errorf("a connection: %v", conn)
				}
			}
		})
	}
}

// otherDriver is a driver that is not pgx's.
type otherDriver struct{ driver.Conn }

func (d otherDriver) Connect(context.Context) (driver.Conn, error) { return d, nil }
func (d otherDriver) Driver() driver.Driver                        { return nil }
func (otherDriver) Close() error                                   { return nil }

// TestAnotherDriversConnection holds that nothing is claimed of it, nor of a *sql.DB that has none yet.
func TestAnotherDriversConnection(t *testing.T) {
	db := sql.OpenDB(otherDriver{})
	if s := pgdiag.StatusOf(db); s != pgdiag.StatusUnknown {
		t.Errorf("new: %s", s)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s, tx := pgdiag.StatusOf(conn), pgdiag.TxStatusOf(conn); s != pgdiag.StatusUnknown || tx != pgdiag.TxUnknown {
		t.Errorf("%s, %s", s, tx)
	}
	if s := pgdiag.StatusOf(db); s != pgdiag.StatusOpen {
		t.Errorf("with a connection: %s", s)
	}
	for _, c := range []pgdiag.Conn{conn, db} {
		if d := pgdiag.Probe(t.Context(), c); !errors.Is(d, pgdiag.ErrNotAConn) {
			t.Errorf("probe of %T: %v", c, d)
		}
	}
	if err := errors.Join(conn.Close(), db.Close()); err != nil {
		t.Fatal(err)
	}
	if s := pgdiag.StatusOf(conn); s != pgdiag.StatusClosed {
		t.Errorf("closed connection: %s", s)
	}
	if s := pgdiag.StatusOf(db); s != pgdiag.StatusClosed {
		t.Errorf("closed: %s", s)
	}
	if d := pgdiag.Probe(t.Context(), db); d == nil || d.Condition != pgdiag.PoolClosed || d.Retry != pgdiag.RetryNo {
		t.Errorf("probe of a closed one: %+v", d)
	}
}

// TestAConnInUse asks about a *sql.Conn that another call is using: the answer does not wait for that call's end.
func TestAConnInUse(t *testing.T) {
	db := sql.OpenDB(otherDriver{})
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = conn.Raw(func(any) error {
		if s, tx := pgdiag.StatusOf(conn), pgdiag.TxStatusOf(conn); s != pgdiag.StatusUnknown || tx != pgdiag.TxActive {
			t.Errorf("in use: %s, %s", s, tx)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		d := pgdiag.Probe(ctx, conn)
		if d == nil || d.Condition != pgdiag.ConnectionBusy || d.Status != pgdiag.StatusUnknown || d.Outcome != pgdiag.OutcomeNotSent {
			t.Errorf("probe: %+v", d)
		}
		return nil
	})
	if err := errors.Join(err, conn.Close(), db.Close()); err != nil {
		t.Fatal(err)
	}
}
