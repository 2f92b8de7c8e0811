package pgdiag_test

import (
	"net"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// Class 53 is a lack of resources that may pass; temp_file_limit (53400) is the session's own, and what needed more than
// that once needs it again.
func TestALimitOfTheSessionIsMetAgain(t *testing.T) {
	for code, want := range map[string]pgdiag.Retry{
		"53400": pgdiag.RetryNo, "53100": pgdiag.RetryWait, "53200": pgdiag.RetryWait,
	} {
		conn := connectScript(t, []pgproto3.BackendMessage{
			&pgproto3.ErrorResponse{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: code, File: "fd.c", Routine: "FileWrite"},
			&pgproto3.ReadyForQuery{TxStatus: 'I'},
		}, false)
		_, err := conn.Exec(t.Context(), "INSERT INTO t VALUES (1)")
		if got := pgdiag.Diagnose(err).Retry; got != want {
			t.Errorf("%s: advice is %s, want %s", code, got, want)
		}
	}
}

// A pooler has one code for nearly everything. A client that it has turned away has sent nothing, and may come again.
func TestAPoolerThatTurnsAwayIsWaitedFor(t *testing.T) {
	pooler := &pgconn.PgError{Severity: "FATAL", Code: "08P01", Message: "no more connections allowed (max_client_conn)"}
	for _, c := range []struct {
		err     error
		outcome pgdiag.Outcome
		retry   pgdiag.Retry
	}{
		{pooler, pgdiag.OutcomeUnknown, pgdiag.RetryVerifyFirst},
		{refusedBy(t, pooler), pgdiag.OutcomeNotSent, pgdiag.RetryWait},
	} {
		if d := pgdiag.Diagnose(c.err); d.Outcome != c.outcome || d.Retry != c.retry || d.Origin != pgdiag.OriginPooler {
			t.Errorf("%v: got %s, %s by %s, want %s, %s", c.err, d.Outcome, d.Retry, d.Origin, c.outcome, c.retry)
		}
	}
}

// refusedBy is the error of a connect that is answered with e.
func refusedBy(t *testing.T, e *pgconn.PgError) error {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		be := pgproto3.NewBackend(conn, conn)
		if _, err := be.ReceiveStartupMessage(); err == nil {
			be.Send(&pgproto3.ErrorResponse{Severity: e.Severity, Code: e.Code, Message: e.Message})
			_ = be.Flush() // the client sees what comes of it
		}
	}()
	_, err = pgx.ConnectConfig(t.Context(), config(t, "postgres://u@"+l.Addr().String()+"/d?sslmode=disable"))
	_ = l.Close()
	<-done
	if err == nil {
		t.Fatal("connected")
	}
	return err
}

// An error may be longer than what is kept of it: nothing is wrong with the connection.
func TestALongErrorIsAnError(t *testing.T) {
	conn := connectScript(t, []pgproto3.BackendMessage{
		&pgproto3.NoticeResponse{Severity: "NOTICE", SeverityUnlocalized: "NOTICE", Code: "00000", Where: strings.Repeat("y", 300_000)},
		&pgproto3.ErrorResponse{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "54001", Where: strings.Repeat("x", 300_000), File: "stack_depth.c", Routine: "errstackdepth"},
		&pgproto3.ReadyForQuery{TxStatus: 'I'},
	}, false)
	_, err := conn.Exec(t.Context(), "SELECT dive(1)")
	d := pgdiag.DiagnoseConn(conn, err)
	if d.Condition != "statement_too_complex" || d.Status != pgdiag.StatusOpen || d.Tx != pgdiag.TxIdle || d.Retry != pgdiag.RetryNo {
		t.Errorf("got %s, %s, %s, %s, %s", d.Condition, d.Outcome, d.Status, d.Tx, d.Retry)
	}
}
