package layer_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

const insert = `INSERT INTO t VALUES ('a')`

// TestOutcome holds every rule against a real server: what the diagnosis says became of the write, and what did.
func TestOutcome(t *testing.T) {
	lost := want{pgdiag.ConnectionReset, pgdiag.OutcomeUnknown, "undecided", pgdiag.RetryVerifyFirst, pgdiag.StatusFaulty, pgdiag.TxUnknown}
	with := func(w want, outcome pgdiag.Outcome, rule string, retry pgdiag.Retry) want {
		w.outcome, w.rule, w.retry = outcome, rule, retry
		return w
	}
	server := func(c pgdiag.Condition, retry pgdiag.Retry, tx pgdiag.TxStatus) want {
		return want{c, pgdiag.OutcomeRolledBack, "server_error", retry, pgdiag.StatusOpen, tx}
	}
	for _, c := range []struct {
		name  string
		fault fault.Fault // injected before the first of the statements
		begin bool
		do    func(context.Context, *pgx.Conn) error
		want  want
		rows  string
	}{
		{
			name: "simple insert, lost before it arrives", fault: reset("Query"), do: do(insert),
			want: lost, rows: "0",
		},
		{
			name: "simple insert, lost after it was applied", fault: reset("CommandComplete"), do: do(insert),
			want: lost, rows: "1",
		},
		{
			name: "extended insert, lost while it is prepared", fault: reset("ReadyForQuery"), do: doArgs,
			want: with(lost, pgdiag.OutcomeNotSent, "nothing_sent", pgdiag.RetryReconnect), rows: "0",
		},
		{
			name: "extended insert, answer to Sync lost", fault: fault.Reset{At: wire.Position{Message: "ReadyForQuery", Occurrence: 2}}, do: doArgs,
			want: lost, rows: "1",
		},
		{
			name: "extended insert, CommandComplete is no proof", fault: fault.Close{At: wire.Position{Message: "ReadyForQuery", Occurrence: 2}}, do: doArgs,
			want: want{pgdiag.ConnectionClosedByPeer, pgdiag.OutcomeUnknown, "undecided", pgdiag.RetryVerifyFirst, pgdiag.StatusFaulty, pgdiag.TxUnknown}, rows: "1",
		},
		{
			name: "simple insert, CommandComplete is a proof", fault: fault.Close{At: at("ReadyForQuery")}, do: do(insert),
			want: want{pgdiag.ConnectionClosedByPeer, pgdiag.OutcomeCommitted, "commit_answered", pgdiag.RetryNo, pgdiag.StatusFaulty, pgdiag.TxUnknown}, rows: "1",
		},
		{
			name: "in a transaction", begin: true, fault: reset("CommandComplete"), do: do(insert),
			want: with(lost, pgdiag.OutcomeRolledBack, "open_transaction", pgdiag.RetryReconnect), rows: "0",
		},
		{
			name: "in a transaction, with a COMMIT in the message", begin: true, fault: reset("ReadyForQuery"), do: do(insert + "; COMMIT"),
			want: with(lost, pgdiag.OutcomeCommitted, "commit_answered", pgdiag.RetryNo), rows: "1",
		},
		{
			name: "idle, then a statement", fault: fault.Reset{}, do: do(insert),
			want: with(lost, pgdiag.OutcomeNotSent, "nothing_sent", pgdiag.RetryReconnect), rows: "0",
		},
		{
			name: "commit answered, then lost", begin: true, fault: fault.Close{At: wire.Position{Message: "ReadyForQuery", Occurrence: 2}}, do: do(insert, "COMMIT"),
			want: want{pgdiag.ConnectionClosedByPeer, pgdiag.OutcomeCommitted, "commit_answered", pgdiag.RetryNo, pgdiag.StatusFaulty, pgdiag.TxUnknown}, rows: "1",
		},
		{
			name: "commit lost", begin: true, fault: fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "COMMIT"}}, do: do(insert, "COMMIT"),
			want: lost, rows: "1",
		},
		{
			name: "commit never arrives", begin: true, fault: fault.Reset{At: wire.Position{Message: "Query", SQL: "commit"}}, do: do(insert, "COMMIT"),
			want: lost, rows: "0",
		},
		{
			name: "rollback lost", begin: true, fault: fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "ROLLBACK"}}, do: do(insert, "ROLLBACK"),
			want: with(lost, pgdiag.OutcomeRolledBack, "nothing_to_lose", pgdiag.RetryReconnect), rows: "0",
		},
		{
			name: "begin lost", fault: reset("CommandComplete"), do: do("BEGIN"),
			want: with(lost, pgdiag.OutcomeRolledBack, "nothing_to_lose", pgdiag.RetryReconnect), rows: "0",
		},
		{
			name: "commit of a read-only transaction lost", fault: fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "COMMIT"}},
			do:   do("BEGIN READ ONLY", "SELECT 1", "COMMIT"),
			want: with(lost, pgdiag.OutcomeRolledBack, "nothing_to_lose", pgdiag.RetryReconnect), rows: "0",
		},
		{
			name: "marked as reading only", fault: fault.Reset{At: wire.Position{Message: "ReadyForQuery", Occurrence: 2}},
			do: func(ctx context.Context, conn *pgx.Conn) error {
				_, err := conn.Exec(pgdiag.ReadOnly(ctx), `SELECT v FROM t WHERE v = $1`, "a")
				return err
			},
			want: with(lost, pgdiag.OutcomeRolledBack, "nothing_to_lose", pgdiag.RetryReconnect), rows: "0",
		},
		{
			name: "statement_timeout", do: do(`SET statement_timeout = '20ms'`, `SELECT pg_sleep(60)`),
			want: server(pgdiag.StatementTimeout, pgdiag.RetryNo, pgdiag.TxIdle), rows: "0",
		},
		{
			name: "cancelled by another", do: do(`SELECT pg_cancel_backend(pg_backend_pid())`),
			want: server("query_canceled", pgdiag.RetryNo, pgdiag.TxIdle), rows: "0",
		},
		{
			name: "lock_timeout", begin: true, do: do(`SET LOCAL lock_timeout = '20ms'`, `LOCK TABLE held`),
			want: server(pgdiag.LockTimeout, pgdiag.RetryTransaction, pgdiag.TxInError), rows: "0",
		},
		{
			name: "NOWAIT", do: do(`BEGIN`, `LOCK TABLE held NOWAIT`),
			want: server("lock_not_available", pgdiag.RetryTransaction, pgdiag.TxInError), rows: "0",
		},
		{
			name: "stale plan", do: stale,
			want: server(pgdiag.StalePlan, pgdiag.RetryStatement, pgdiag.TxIdle), rows: "0",
		},
		{
			name: "error, autocommit", do: do(insert + ", ('a')"),
			want: server("unique_violation", pgdiag.RetryNo, pgdiag.TxIdle), rows: "0",
		},
		{
			name: "COMMIT of a transaction that has failed", do: commitFailed,
			want: want{pgdiag.CommitRolledBack, pgdiag.OutcomeRolledBack, "commit_answered", pgdiag.RetryNo, pgdiag.StatusOpen, pgdiag.TxIdle}, rows: "0",
		},
		{
			name: "error in a transaction", begin: true, do: do(insert, insert),
			want: server("unique_violation", pgdiag.RetryNo, pgdiag.TxInError), rows: "0",
		},
		{
			name: "procedure that may commit", do: do(`CREATE PROCEDURE p() LANGUAGE plpgsql AS $$BEGIN `+insert+`; COMMIT; RAISE 'no'; END$$`, `CALL p()`),
			want: want{"raise_exception", pgdiag.OutcomeUnknown, "may_commit_inside", pgdiag.RetryVerifyFirst, pgdiag.StatusOpen, pgdiag.TxIdle}, rows: "1",
		},
		{
			name: "an administrator's code at ERROR", do: do(`DO $$BEGIN RAISE 'no' USING ERRCODE = '57P01'; END$$`),
			want: server("admin_shutdown", pgdiag.RetryStatement, pgdiag.TxIdle), rows: "0",
		},
		{
			name: "terminated", do: do(`SELECT pg_terminate_backend(pg_backend_pid())`),
			want: want{"admin_shutdown", pgdiag.OutcomeRolledBack, "server_error", pgdiag.RetryReconnect, pgdiag.StatusFaulty, pgdiag.TxUnknown}, rows: "0",
		},
		{
			name: "caller's deadline, autocommit", do: short(do(`INSERT INTO t SELECT 'a' FROM pg_sleep(60)`)),
			want: want{pgdiag.CallerDeadline, pgdiag.OutcomeUnknown, "undecided", pgdiag.RetryVerifyFirst, pgdiag.StatusFaulty, pgdiag.TxUnknown}, rows: "0",
		},
		{
			name: "caller's deadline in a transaction", begin: true, do: short(do(insert, `SELECT pg_sleep(60)`)),
			want: want{pgdiag.CallerDeadline, pgdiag.OutcomeRolledBack, "open_transaction", pgdiag.RetryReconnect, pgdiag.StatusFaulty, pgdiag.TxUnknown}, rows: "0",
		},
		{
			name: "caller was gone before", do: gone(do(insert)),
			want: want{pgdiag.CallerCancel, pgdiag.OutcomeNotSent, "nothing_sent", pgdiag.RetryNo, pgdiag.StatusOpen, pgdiag.TxIdle}, rows: "0",
		},
		{
			name: "deferred constraint at COMMIT", begin: true,
			do:   do(`CREATE TABLE u (v text PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)`, insert, `INSERT INTO u VALUES ('a'), ('a')`, `COMMIT`),
			want: server("unique_violation", pgdiag.RetryNo, pgdiag.TxIdle), rows: "0",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rig(t)
			held, err := r.Database().AdminConn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { closed(t, held) })
			execSQL(t, held, `CREATE TABLE held (); GRANT ALL ON held TO public`)
			execSQL(t, held, `BEGIN; LOCK TABLE held`)
			conn := connect(t, r)
			if c.begin {
				execSQL(t, conn, "BEGIN")
			}
			if c.fault != nil {
				r.Inject(c.fault)
			}
			err = c.do(t.Context(), conn)
			c.want.check(t, pgdiag.DiagnoseConn(conn, err))
			if got := pgdiag.StatusOf(conn); got != c.want.status {
				t.Errorf("status afterwards: %s, want %s", got, c.want.status)
			}
			closed(t, conn)
			if got := rows(t, r); got != c.rows {
				t.Errorf("the server holds %s rows, want %s", got, c.rows)
			}
		})
	}
}

// do runs statements without arguments until one fails.
func do(statements ...string) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		for _, sql := range statements {
			if _, err := conn.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	}
}

// doArgs inserts with an argument, which takes the extended protocol.
func doArgs(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `INSERT INTO t VALUES ($1)`, "a")
	return err
}

// short gives the statements a deadline that the last of them can't keep.
func short(do func(context.Context, *pgx.Conn) error) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		return do(ctx, conn)
	}
}

// gone cancels the caller's context before the call.
func gone(do func(context.Context, *pgx.Conn) error) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		return do(ctx, conn)
	}
}

// stale runs a prepared statement whose result has another type than when it was prepared.
func stale(ctx context.Context, conn *pgx.Conn) error {
	for _, sql := range []string{`CREATE TABLE plan (a int)`, `PREPARE p AS SELECT * FROM plan`, `ALTER TABLE plan ADD b int`} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	_, err := conn.Exec(ctx, `EXECUTE p`)
	return err
}

// commitFailed commits a transaction in spite of an error that would come again.
func commitFailed(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	for range 2 {
		_, _ = tx.Exec(ctx, insert) // the second meets the first one's key
	}
	return tx.Commit(ctx)
}
