package layer_test

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/internal/pgxversion"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestOpenDBExecutesOnce loses the answer to an INSERT through database/sql: pgx's own stdlib, from 5.9 until 5.13, executes
// it twice and reports success; the guarded one executes it once and says that the outcome is unknown.
func TestOpenDBExecutesOnce(t *testing.T) {
	twice, err := verdict.Versions{From: "v5.9.0", Until: "v5.13.0"}.Have(pgxversion.Linked())
	if err != nil {
		t.Fatal(err)
	}
	stdlibRows := map[bool]string{true: "2", false: "1"}[twice]
	for _, c := range []struct {
		name string
		open func(*pgx.ConnConfig) *sql.DB
		rows string
		ok   bool
	}{
		{"stdlib", func(cfg *pgx.ConnConfig) *sql.DB { return stdlib.OpenDB(*cfg) }, stdlibRows, twice},
		{"pgdiag", func(cfg *pgx.ConnConfig) *sql.DB { return pgdiag.OpenDB(cfg) }, "1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := harness.Start(t, harness.Config{})
			r.SQL(`CREATE TABLE t (v text); GRANT ALL ON t TO public`)
			db := openDB(t, r, c.open)
			r.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}})
			_, err := db.ExecContext(t.Context(), insert)
			if c.ok != (err == nil) {
				t.Errorf("error: %v", err)
			}
			if c.name == "pgdiag" {
				lostInsert(t, err)
			}
			if _, err := db.ExecContext(t.Context(), "SELECT 1"); err != nil {
				t.Errorf("the next call, on a new connection: %v", err)
			}
			if got := rows(t, r); got != c.rows {
				t.Errorf("the server holds %s rows, want %s", got, c.rows)
			}
		})
	}
}

// TestOpenDBReconnects loses an idle connection: nothing was sent, and so database/sql may use another one.
func TestOpenDBReconnects(t *testing.T) {
	r := rig(t)
	db := openDB(t, r, func(cfg *pgx.ConnConfig) *sql.DB { return pgdiag.OpenDB(cfg) })
	r.Inject(fault.Reset{})
	if _, err := db.ExecContext(t.Context(), insert); err != nil {
		t.Errorf("insert: %v", err)
	}
	if got := rows(t, r); got != "1" {
		t.Errorf("the server holds %s rows, want 1", got)
	}
}

// TestOpenDBDiagnoses asks each way through database/sql for its error.
func TestOpenDBDiagnoses(t *testing.T) {
	r := rig(t)
	db := openDB(t, r, func(cfg *pgx.ConnConfig) *sql.DB { return pgdiag.OpenDB(cfg) })
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "COMMIT"}})
	if _, err := tx.ExecContext(t.Context(), insert); err != nil {
		t.Fatal(err)
	}
	lostInsert(t, tx.Commit())
	_, err = db.QueryContext(t.Context(), `SELECT * FROM missing WHERE v = $1`, "a")
	if !errors.Is(err, pgdiag.ProgrammingError) {
		t.Errorf("query of a missing table: %v, want a ProgrammingError", err)
	}
	if _, err = db.PrepareContext(t.Context(), `SELECT * FROM missing`); !errors.Is(err, pgdiag.ProgrammingError) {
		t.Errorf("prepare of a missing table: %v, want a ProgrammingError", err)
	}
	stmt, err := db.PrepareContext(t.Context(), `SELECT 1 / $1::int`)
	if err != nil {
		t.Fatal(err)
	}
	defer stmt.Close()
	var one int
	if err := stmt.QueryRowContext(t.Context(), 0).Scan(&one); !errors.Is(err, pgdiag.DataError) {
		t.Errorf("division by zero: %v, want a DataError", err)
	}
	if err := stmt.QueryRowContext(t.Context(), 1).Scan(&one); err != nil || one != 1 {
		t.Errorf("the statement's next execution: %d, %v", one, err)
	}
}

func openDB(t *testing.T, r *harness.TestRig, open func(*pgx.ConnConfig) *sql.DB) *sql.DB {
	t.Helper()
	cfg, err := pgx.ParseConfig(r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	db := open(cfg)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if err := db.PingContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// lostInsert checks that err says what is true of a write whose answer was lost, and does not ask to be executed again.
func lostInsert(t *testing.T, err error) {
	t.Helper()
	var d *pgdiag.Diagnosis
	if !errors.As(err, &d) {
		t.Fatalf("error is a %T, want a diagnosis: %v", err, err)
	}
	if d.Outcome != pgdiag.OutcomeUnknown || d.Retry != pgdiag.RetryVerifyFirst {
		t.Errorf("diagnosis: %s, %s; want unknown, verify_first", d.Outcome, d.Retry)
	}
	if errors.Is(err, driver.ErrBadConn) {
		t.Error("the error is a driver.ErrBadConn, for which database/sql executes again")
	}
}
