package layer_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestErrorsThatAreNoCalls gives DiagnoseConn errors that no call on the connection has returned, after an INSERT that was
// answered: that nothing was written for them is no proof that nothing was sent.
func TestErrorsThatAreNoCalls(t *testing.T) {
	for name, failure := range map[string]error{
		"a context's":           context.DeadlineExceeded,
		"a context's, wrapped":  fmt.Errorf("too late: %w", context.Canceled),
		"another connection's":  &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET},
		"a mail server's, late": &net.OpError{Op: "read", Net: "tcp", Err: errors.New("i/o timeout")},
	} {
		t.Run(name, func(t *testing.T) {
			conn := connect(t, rig(t))
			execSQL(t, conn, insert)
			if d := pgdiag.DiagnoseConn(conn, failure); d.Outcome != pgdiag.OutcomeUnknown {
				t.Errorf("%s, %s by %s, %s", d.Condition, d.Outcome, d.Rule, d.Retry)
			}
		})
	}
}

// TestRowsThatTheirContextHasClosed closes the rows of an INSERT by the caller's context when the server has answered all
// of it: database/sql returns the bare error of the context, and the rows are there.
func TestRowsThatTheirContextHasClosed(t *testing.T) {
	r := rig(t)
	db := pgdiag.OpenDB(config(t, r.DSN()))
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	found, err := conn.QueryContext(ctx, `INSERT INTO t SELECT g::text FROM generate_series(1, 3) g RETURNING v`)
	if err != nil {
		t.Fatal(err)
	}
	found.Next()
	cancel()
	for found.Next() { // database/sql closes them when it sees that the context has ended
	}
	err = found.Err()
	d := pgdiag.DiagnoseConn(conn, err)
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	if got := rows(t, r); err != nil && d.Outcome != pgdiag.OutcomeUnknown && d.Outcome != pgdiag.OutcomeCommitted || got != "3" {
		t.Errorf("%v: %s by %s, and the server holds %s rows", err, d.Outcome, d.Rule, got)
	}
}

// TestARollbackThatCameTooLate holds the advice of what follows from a COMMIT that was lost: nothing is to be done again.
func TestARollbackThatCameTooLate(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), insert); err != nil {
		t.Fatal(err)
	}
	r.Inject(reset("CommandComplete"))
	commit := tx.Commit(t.Context())
	rollback := tx.Rollback(t.Context())
	if d := pgdiag.DiagnoseConn(conn, rollback); !errors.Is(rollback, pgx.ErrTxClosed) || d.Retry != pgdiag.RetryNo {
		t.Errorf("%v: %s, %s", rollback, d.Outcome, d.Retry)
	}
	if d := pgdiag.DiagnoseConn(conn, errors.Join(commit, rollback)); d.Outcome != pgdiag.OutcomeUnknown || d.Retry != pgdiag.RetryVerifyFirst {
		t.Errorf("both: %s, %s", d.Outcome, d.Retry)
	}
	if got := rows(t, r); got != "1" {
		t.Errorf("the server holds %s rows, want 1", got)
	}
}
