package layer_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestInTxOfWhatNoRollbackUndoes holds that a function which has done what stays (it moves a sequence on, as dblink would
// write elsewhere), or may have committed by itself, never runs twice, wherever it fails.
func TestInTxOfWhatNoRollbackUndoes(t *testing.T) {
	const (
		moves = `SELECT setval('s', (SELECT last_value + 100 FROM s))`
		fails = `DO $$ BEGIN RAISE 'x' USING ERRCODE = '40001'; END $$`
	)
	lost := func(at wire.Position) fault.Fault { return fault.Reset{At: at} }
	for name, c := range map[string]struct {
		fault    fault.Fault
		options  pgx.TxOptions
		do       []string
		commits  bool // by the Tx itself
		ignored  bool // its error
		deferred bool // the COMMIT fails
		rows     string
	}{
		"it fails later":          {do: []string{moves, "SELECT 1", fails}, rows: "0"},
		"it is lost later":        {do: []string{moves, insert}, fault: lost(wire.Position{Message: "CommandComplete", Tag: "INSERT"}), rows: "0"},
		"the token is lost":       {do: []string{moves, insert}, fault: lost(wire.Position{Message: "Parse", SQL: "pg_current_xact_id"}), rows: "0"},
		"COMMIT never arrives":    {do: []string{moves, insert}, fault: lost(wire.Position{Message: "Query", SQL: "commit"}), rows: "0"},
		"COMMIT fails":            {do: []string{moves, insert}, deferred: true, rows: "0"},
		"its own COMMIT is lost":  {do: []string{insert + "; COMMIT"}, fault: lost(wire.Position{Message: "CommandComplete", Tag: "COMMIT"}), rows: "1"},
		"its Tx's COMMIT is lost": {do: []string{insert}, commits: true, fault: lost(wire.Position{Message: "CommandComplete", Tag: "COMMIT"}), rows: "1"},
		"its Tx's COMMIT is lost, and it says nothing": {
			do: []string{insert}, commits: true, ignored: true, fault: lost(wire.Position{Message: "CommandComplete", Tag: "COMMIT"}), rows: "1",
		},
		"COMMIT is another statement": {do: []string{insert}, options: pgx.TxOptions{CommitQuery: "SAVEPOINT s"}, rows: "0"},
	} {
		t.Run(name, func(t *testing.T) {
			r := rig(t)
			r.SQL(`CREATE SEQUENCE s; GRANT ALL ON SEQUENCE s TO public;
				CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'x' USING ERRCODE = '40001'; END $$`)
			if c.deferred {
				r.SQL(`CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fails()`)
			}
			if c.fault != nil {
				r.Inject(c.fault)
			}
			runs := 0
			rep, err := pgdiag.Tx{Connect: connector(t, r), MaxRuns: 3, Options: c.options}.Run(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
				runs++
				for _, sql := range c.do {
					if _, err := tx.Exec(ctx, sql); err != nil {
						return err
					}
				}
				if c.commits {
					if err := tx.Commit(ctx); !c.ignored {
						return err
					}
				}
				return nil
			})
			r.Heal()
			if got := rows(t, r); runs != 1 || err == nil || rep.Outcome != pgdiag.OutcomeUnknown || got != c.rows {
				t.Errorf("ran %d times, %+v, %v, the server holds %s rows; want once, unknown, and %s rows", runs, rep, err, got, c.rows)
			}
		})
	}
}

// TestInTxWithoutATrackerThatCommitsInside holds that nobody knows then what became of what a function has done, also where
// the server says that the transaction it was in at last is aborted.
func TestInTxWithoutATrackerThatCommitsInside(t *testing.T) {
	r := rig(t)
	r.Inject(fault.Reset{At: wire.Position{Message: "Query", SQL: "commit", Occurrence: 2}})
	runs := 0
	rep, err := pgdiag.Tx{
		Connect: func(ctx context.Context) (*pgx.Conn, error) { return pgx.Connect(ctx, r.DSN()) }, MaxRuns: 3,
	}.Run(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		runs++
		_, err := tx.Exec(ctx, insert)
		_, commit := tx.Exec(ctx, "commit")
		_, begin := tx.Exec(ctx, "BEGIN")
		_, more := tx.Exec(ctx, `INSERT INTO t VALUES ('b')`)
		return errors.Join(err, commit, begin, more)
	})
	r.Heal()
	if got := rows(t, r); runs != 1 || err == nil || rep.Outcome != pgdiag.OutcomeUnknown || rep.Resolution != pgdiag.ResolvedAborted || got != "1" {
		t.Errorf("ran %d times, %+v, %v, the server holds %s rows", runs, rep, err, got)
	}
}

// TestInTxWithSavepoints holds that ROLLBACK TO SAVEPOINT, whose tag is ROLLBACK, ends no transaction.
func TestInTxWithSavepoints(t *testing.T) {
	r := rig(t)
	rep, err := pgdiag.InTx(t.Context(), connector(t, r), func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, insert); err != nil {
			return err
		}
		nested, err := tx.Begin(ctx)
		if err != nil {
			return err
		}
		_, _ = nested.Exec(ctx, insert) // the same key
		return nested.Rollback(ctx)
	})
	if got := rows(t, r); err != nil || rep.Outcome != pgdiag.OutcomeCommitted || got != "1" {
		t.Errorf("%+v, %v, the server holds %s rows", rep, err, got)
	}
}

// TestInTxConnectsNoMoreThanItMayRun holds that a server which refuses is not asked without an end.
func TestInTxConnectsNoMoreThanItMayRun(t *testing.T) {
	cfg := config(t, "postgres://u@127.0.0.1:1/d?sslmode=disable")
	for want, x := range map[int]pgdiag.Tx{1: {}, 3: {MaxRuns: 3}} {
		tried := 0
		x.Connect = func(ctx context.Context) (*pgx.Conn, error) {
			if tried++; tried > 5 {
				t.Fatal("it is tried without an end")
			}
			return pgx.ConnectConfig(ctx, cfg)
		}
		rep, err := x.Run(t.Context(), func(context.Context, pgx.Tx) error { return nil })
		if tried != want || err == nil || rep.Outcome != pgdiag.OutcomeNotSent {
			t.Errorf("connected %d times, %+v, %v; want %d times", tried, rep, err, want)
		}
	}
}

// TestInTxThatAnotherServerTookPartIn has a COMMIT fail after postgres_fdw has committed on the other server, as a
// serializable transaction's can: its function must not run again, or what it has done there is done twice.
func TestInTxThatAnotherServerTookPartIn(t *testing.T) {
	r := rig(t)
	cfg := config(t, r.DSN())
	r.SQL(fmt.Sprintf(`CREATE EXTENSION postgres_fdw;
		CREATE TABLE far (v int);
		GRANT ALL ON far TO public;
		DO $do$ BEGIN
			EXECUTE format('CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host ''127.0.0.1'', port %%L, dbname %%L)', current_setting('port'), current_database());
		END $do$;
		CREATE USER MAPPING FOR public SERVER far OPTIONS (user '%s', password '%s');
		CREATE FOREIGN TABLE f (v int) SERVER far OPTIONS (table_name 'far');
		GRANT ALL ON f TO public`, cfg.User, cfg.Password))
	const reads = `SELECT count(*) FROM t`
	runs, other := 0, connect(t, r)
	x := pgdiag.Tx{Connect: connector(t, r), MaxRuns: 3, Options: pgx.TxOptions{IsoLevel: pgx.Serializable}}
	rep, err := x.Run(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		runs++
		for _, sql := range []string{reads, `INSERT INTO t VALUES (random())`, `INSERT INTO f VALUES (1)`} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		if runs > 1 {
			return nil
		}
		return do("BEGIN ISOLATION LEVEL SERIALIZABLE", reads, insert, "COMMIT")(ctx, other) // it has read what this one has written
	})
	if far := r.SQL(`SELECT count(*) FROM far`)[0][0]; runs != 1 || err == nil || rep.Outcome != pgdiag.OutcomeUnknown || far != "1" {
		t.Errorf("ran %d times, %+v, %v, the other server holds %s rows", runs, rep, err, far)
	}
}
