package layer_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/pgdiag"
)

// stands holds what is said of what a program holds.
func stands(t *testing.T, when string, c pgdiag.Conn, status pgdiag.Status, tx pgdiag.TxStatus) {
	t.Helper()
	if s, x := pgdiag.StatusOf(c), pgdiag.TxStatusOf(c); s != status || x != tx {
		t.Errorf("%s: %s, %s, want %s, %s", when, s, x, status, tx)
	}
}

// probes holds what a Probe finds: no condition is a sign of life.
func probes(t *testing.T, when string, ctx context.Context, c pgdiag.Conn, want pgdiag.Condition) { //nolint:revive // as in testing
	t.Helper()
	d := pgdiag.Probe(ctx, c)
	if d == nil && want == "" {
		return
	}
	if d == nil || d.Condition != want || d.Outcome != pgdiag.OutcomeNotSent && d.Outcome != pgdiag.OutcomeRolledBack {
		t.Errorf("probe, %s: %+v, want %s", when, d, want)
	}
}

// TestAPoolIsAsked asks about a pool, its connections and its transactions, also after they have gone back.
func TestAPoolIsAsked(t *testing.T) {
	r := rig(t)
	pool, _ := openPool(t, r, 1)
	stands(t, "empty", pool, pgdiag.StatusUnknown, pgdiag.TxUnknown)
	probes(t, "empty", t.Context(), pool, "")
	stands(t, "with a connection", pool, pgdiag.StatusOpen, pgdiag.TxUnknown)
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stands(t, "acquired", conn, pgdiag.StatusOpen, pgdiag.TxIdle)
	probes(t, "acquired", t.Context(), conn, "")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	probes(t, "exhausted", ctx, pool, pgdiag.PoolExhausted)
	conn.Release()
	stands(t, "released", conn, pgdiag.StatusClosed, pgdiag.TxUnknown)
	probes(t, "released", t.Context(), conn, pgdiag.ConnectionClosedByOwner)
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stands(t, "in a transaction", tx, pgdiag.StatusOpen, pgdiag.TxInTrans)
	_, err = tx.Exec(t.Context(), "SELECT 1/0")
	if d := pgdiag.DiagnoseConn(tx, err); d.Condition != "division_by_zero" || d.Tx != pgdiag.TxInError {
		t.Errorf("in a transaction: %+v", d)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	stands(t, "after a transaction", tx, pgdiag.StatusClosed, pgdiag.TxUnknown)
	if d := pgdiag.DiagnoseConn(tx, tx.Commit(t.Context())); d.Condition != pgdiag.TransactionClosed {
		t.Errorf("after a transaction: %+v", d)
	}
	pool.Close()
	probes(t, "closed", t.Context(), pool, pgdiag.PoolClosed)
	stands(t, "closed, and it has refused a call", pool, pgdiag.StatusClosed, pgdiag.TxUnknown)
}

// TestAPoolWithoutATracker holds that less is said of one.
func TestAPoolWithoutATracker(t *testing.T) {
	r := rig(t)
	pool, err := pgxpool.New(t.Context(), r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	stands(t, "empty", pool, pgdiag.StatusUnknown, pgdiag.TxUnknown)
	probes(t, "empty", t.Context(), pool, "")
	stands(t, "with a connection", pool, pgdiag.StatusOpen, pgdiag.TxUnknown)
	pool.Close()
	probes(t, "closed", t.Context(), pool, pgdiag.PoolClosed)
	stands(t, "closed, which nobody has noted", pool, pgdiag.StatusUnknown, pgdiag.TxUnknown)
}

// TestADatabaseIsAsked asks about a *sql.DB, its connections and its transactions, over pgdiag and over pgx alone; and holds
// how pgx's connection below is had.
func TestADatabaseIsAsked(t *testing.T) {
	for name, open := range map[string]func(*pgx.ConnConfig) *sql.DB{
		"pgdiag": func(cfg *pgx.ConnConfig) *sql.DB { return pgdiag.OpenDB(cfg) },
		"stdlib": func(cfg *pgx.ConnConfig) *sql.DB { return stdlib.OpenDB(*cfg) },
	} {
		t.Run(name, func(t *testing.T) {
			db := openDB(t, rig(t), open)
			db.SetMaxOpenConns(1)
			stands(t, "open", db, pgdiag.StatusOpen, pgdiag.TxUnknown)
			probes(t, "open", t.Context(), db, "")
			conn, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			stands(t, "conn", conn, pgdiag.StatusOpen, pgdiag.TxIdle)
			probes(t, "conn", t.Context(), conn, "")
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			probes(t, "exhausted", ctx, db, pgdiag.PoolExhausted)
			tx, err := conn.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			stands(t, "in a transaction", conn, pgdiag.StatusOpen, pgdiag.TxInTrans)
			stands(t, "a sql.Tx", tx, pgdiag.StatusUnknown, pgdiag.TxUnknown)
			if err := tx.Rollback(); err != nil {
				t.Fatal(err)
			}
			rawConns(t, conn)
			if err := conn.Close(); err != nil {
				t.Fatal(err)
			}
			stands(t, "closed conn", conn, pgdiag.StatusClosed, pgdiag.TxUnknown)
			probes(t, "closed conn", t.Context(), conn, pgdiag.ConnectionClosedByOwner)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			stands(t, "closed", db, pgdiag.StatusClosed, pgdiag.TxUnknown)
			probes(t, "closed", t.Context(), db, pgdiag.PoolClosed)
		})
	}
}

// rawConns has pgx's connection in both ways, and uses it for what database/sql has no word for.
func rawConns(t *testing.T, conn *sql.Conn) {
	t.Helper()
	err := conn.Raw(func(driverConn any) error {
		pc, ok := pgdiag.RawConn(driverConn)
		if !ok || pc != driverConn.(interface{ Conn() *pgx.Conn }).Conn() {
			return errors.New("the two ways differ")
		}
		stands(t, "raw", driverConn, pgdiag.StatusOpen, pgdiag.TxIdle)
		n, err := pc.CopyFrom(t.Context(), pgx.Identifier{"t"}, []string{"v"}, pgx.CopyFromRows([][]any{{"a"}, {"b"}}))
		if n != 2 {
			t.Errorf("copied %d rows, want 2", n)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestASilentPeerBehindADatabase probes a *sql.Conn whose peer says nothing any more.
func TestASilentPeerBehindADatabase(t *testing.T) {
	r := rig(t)
	db := openDB(t, r, func(cfg *pgx.ConnConfig) *sql.DB { return pgdiag.OpenDB(cfg) })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r.Inject(fault.Hold{At: at("Query")})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	probes(t, "silent", ctx, conn, pgdiag.ConnectionSilent)
	stands(t, "silent", conn, pgdiag.StatusFaulty, pgdiag.TxUnknown)
	r.Heal()
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	probes(t, "another connection", t.Context(), db, "")
}
