package layer_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestWhatATextDoesNotShow holds that nothing is claimed of statements whose text hides what they do, of names that mean
// something else than the last message said, and of transactions that have done what no rollback undoes. Each leaves
// something behind, and fails.
func TestWhatATextDoesNotShow(t *testing.T) {
	const (
		program = `
			CREATE SCHEMA app;
			GRANT USAGE ON SCHEMA app TO public;
			CREATE FUNCTION app.length(v text) RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.t VALUES (v); RETURN 1; END $$;
			CREATE FUNCTION reverse(v int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.t VALUES (v); RETURN v; END $$;
			CREATE FUNCTION booked(v int) RETURNS bool LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.t VALUES (v); RETURN true; END $$;
			CREATE DOMAIN amount AS int CHECK (booked(VALUE));
			CREATE SEQUENCE s;
			GRANT ALL ON SEQUENCE s TO public;
			CREATE TABLE u (v text PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);
			GRANT ALL ON u TO public`
		theRows = `SELECT count(*) FROM t`
		moved   = `SELECT count(*) FROM s WHERE last_value = 100`
		move    = `SELECT setval('s', 100)`
	)
	lost := func(tag string) fault.Fault {
		return fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: tag}}
	}
	for _, c := range []struct {
		name  string
		fault fault.Fault
		do    func(context.Context, *pgx.Conn) error
		truth string
	}{
		{"a function by a name of PostgreSQL's, in a schema", lost("SELECT"), do(`SELECT app.length('a')`), theRows},
		{"a function by a name of PostgreSQL's, with other arguments", lost("SELECT"), do(`SELECT reverse(42)`), theRows},
		{"a domain with a CHECK", lost("SELECT"), do(`SELECT 1::amount`), theRows},
		{"a domain, by CAST", lost("SELECT"), do(`SELECT CAST(1 AS amount)`), theRows},
		{"a domain, by a literal", lost("SELECT"), do(`SELECT amount '1'`), theRows},
		{"EXPLAIN ANALYZE in parentheses", lost("EXPLAIN"), do(`EXPLAIN (ANALYZE) (WITH x AS (INSERT INTO t VALUES ('a') RETURNING 1) SELECT * FROM x)`), theRows},
		{"COMMIT behind a doubled quote", lost("INSERT"), do("BEGIN", insert+`; SELECT E'a''\''; COMMIT; SELECT 'x', E'\''`), theRows},
		{"COMMIT behind a literal in pieces", lost("INSERT"), do("BEGIN", insert+"; SELECT E'a'\n'\\''; COMMIT; SELECT 'x', E'\\''"), theRows},
		{"COMMIT in escapes", nil, do(`DO E'BEGIN INSERT INTO t VALUES (1); \x43OMMIT; PERFORM 1/0; END'`), theRows},
		{"COMMIT in pieces", nil, do("DO 'BEGIN INSERT INTO t VALUES (1); COM'\n'MIT; PERFORM 1/0; END'"), theRows},
		{"EXECUTE of what stays", nil, do(`PREPARE p AS SELECT setval('s', 100), 1 / (random() * 0)::int`, `EXECUTE p`), moved},
		{"a name that SQL has given", nil, func(ctx context.Context, conn *pgx.Conn) error {
			if _, err := conn.Exec(ctx, `PREPARE p AS SELECT setval('s', 100), 1 / (random() * 0)::int`); err != nil {
				return err
			}
			_, err := conn.PgConn().ExecPrepared(ctx, "p", nil, nil, nil).Close()
			return err
		}, moved},
		{"a name that was taken", lost("INSERT"), func(ctx context.Context, conn *pgx.Conn) error {
			if _, err := conn.PgConn().Prepare(ctx, "p", insert, nil); err != nil {
				return err
			}
			if _, err := conn.PgConn().Prepare(ctx, "p", "SELECT 1", nil); err == nil {
				t.Error("a name was given twice")
			}
			_, err := conn.PgConn().ExecPrepared(ctx, "p", nil, nil, nil).Close()
			return err
		}, theRows},
		{"portals with names", lost("INSERT"), portals, theRows},
		{"what stays, and a later statement fails", nil, do("BEGIN", move, "SELECT 1/0"), moved},
		{"what stays, and a later statement is lost", lost("INSERT"), do("BEGIN", move, insert), moved},
		{"what stays, and ROLLBACK is lost", lost("ROLLBACK"), do("BEGIN", move, "ROLLBACK"), moved},
		{"what stays, and COMMIT fails", nil, do("BEGIN", move, `INSERT INTO u VALUES ('a'), ('a')`, "COMMIT"), moved},
		{"what stays, and COMMIT is answered with ROLLBACK", nil, func(ctx context.Context, conn *pgx.Conn) error {
			tx, err := conn.Begin(ctx)
			if err != nil {
				return err
			}
			_, _ = tx.Exec(ctx, move)
			_, _ = tx.Exec(ctx, "SELECT 1/0")
			return tx.Commit(ctx)
		}, moved},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rig(t)
			r.SQL(program)
			conn := connect(t, r)
			if c.fault != nil {
				r.Inject(c.fault)
			}
			err := c.do(t.Context(), conn)
			d := pgdiag.DiagnoseConn(conn, err)
			if d == nil || d.Outcome != pgdiag.OutcomeUnknown || d.Retry != pgdiag.RetryVerifyFirst {
				t.Errorf("want unknown, verify_first of %v; got %+v", err, d)
			}
			closed(t, conn)
			_ = rows(t, r) // all has come to its end
			if got := r.SQL(c.truth)[0][0]; got != "1" {
				t.Errorf("it has left %s behind: the test shows nothing", got)
			}
		})
	}
}

// portals binds an INSERT and a SELECT to portals with names, and executes the first.
func portals(ctx context.Context, conn *pgx.Conn) error {
	pc := conn.PgConn()
	for name, sql := range map[string]string{"write": insert, "read": "SELECT 1"} {
		if _, err := pc.Prepare(ctx, name, sql, nil); err != nil {
			return err
		}
	}
	f := pc.Frontend()
	f.SendBind(&pgproto3.Bind{DestinationPortal: "a", PreparedStatement: "write"})
	f.SendBind(&pgproto3.Bind{DestinationPortal: "b", PreparedStatement: "read"})
	f.SendExecute(&pgproto3.Execute{Portal: "a"})
	f.SendSync(&pgproto3.Sync{})
	if err := f.Flush(); err != nil {
		return err
	}
	for {
		m, err := f.Receive()
		if err != nil {
			return err
		}
		if _, ok := m.(*pgproto3.ReadyForQuery); ok {
			return nil
		}
	}
}
