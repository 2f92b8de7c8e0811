package pgdiag_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestWhatNoServerHereSays holds what other servers and poolers say, by a server that is a script: the answer to the first
// statement, and then the end of the connection, or silence.
func TestWhatNoServerHereSays(t *testing.T) {
	fatal := func(s, v string) *pgproto3.ErrorResponse {
		e := &pgproto3.ErrorResponse{Severity: s, SeverityUnlocalized: v, Code: "57P01", Message: "m"}
		if v != "" {
			e.File, e.Routine = "postgres.c", "ProcessInterrupts"
		}
		return e
	}
	notice := func(code, routine string) *pgproto3.NoticeResponse {
		return &pgproto3.NoticeResponse{Severity: "WARNING", SeverityUnlocalized: "WARNING", Code: code, Message: "m", Routine: routine}
	}
	gone := want{"admin_shutdown", pgdiag.OutcomeRolledBack, "server_error", pgdiag.RetryReconnect, pgdiag.StatusFaulty, pgdiag.TxUnknown}
	eof := want{pgdiag.ConnectionClosedByPeer, pgdiag.OutcomeUnknown, "undecided", pgdiag.RetryVerifyFirst, pgdiag.StatusFaulty, pgdiag.TxUnknown}
	with := func(w want, c pgdiag.Condition, o pgdiag.Outcome, rule string, r pgdiag.Retry) want {
		w.condition, w.outcome, w.rule, w.retry = c, o, rule, r
		return w
	}
	for _, c := range []struct {
		name   string
		answer []pgproto3.BackendMessage
		silent bool
		want   want
		notice string
	}{
		{"FATAL in another language", []pgproto3.BackendMessage{fatal("ВАЖНО", "FATAL")}, false, gone, ""},
		{"FATAL in another language, then silence", []pgproto3.BackendMessage{fatal("ВАЖНО", "FATAL")}, true, gone, ""},
		{"FATAL of a pooler", []pgproto3.BackendMessage{fatal("FATAL", "")}, false, with(gone, "admin_shutdown", pgdiag.OutcomeUnknown, "pooler", pgdiag.RetryVerifyFirst), ""},
		{"PANIC", []pgproto3.BackendMessage{fatal("PANIC", "PANIC")}, false, with(gone, "admin_shutdown", pgdiag.OutcomeUnknown, "panic", pgdiag.RetryVerifyFirst), ""},
		{"crash of another backend: a notice, and the end", []pgproto3.BackendMessage{notice("57P02", "quickdie")}, false, eof, "57P02"},
		{
			"terminated while it waits for a standby",
			[]pgproto3.BackendMessage{notice("57P01", "SyncRepWaitForLSN")},
			false,
			with(eof, pgdiag.ConnectionClosedByPeer, pgdiag.OutcomeCommitted, "committed_locally", pgdiag.RetryNo), "57P01",
		},
		{"an unknown message", []pgproto3.BackendMessage{raw("y\x00\x00\x00\x04")}, false, with(eof, pgdiag.ProtocolGarbage, pgdiag.OutcomeUnknown, "undecided", pgdiag.RetryVerifyFirst), ""},
		{"a length that can't be", []pgproto3.BackendMessage{raw("C\x00\x00\x00\x01")}, false, with(eof, pgdiag.ProtocolGarbage, pgdiag.OutcomeUnknown, "undecided", pgdiag.RetryVerifyFirst), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn := connectScript(t, c.answer, c.silent)
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			if !c.silent {
				ctx = t.Context()
			}
			defer cancel()
			_, err := conn.Exec(ctx, insert)
			d := pgdiag.DiagnoseConn(conn, err)
			c.want.check(t, d)
			if (d.Notice != nil) != (c.notice != "") || d.Notice != nil && d.Notice.Code != c.notice {
				t.Errorf("notice: %v, want %s", d.Notice, c.notice)
			}
		})
	}
}

// raw is a message as bytes.
type raw string

func (raw) Backend()                            {}
func (raw) Decode([]byte) error                 { return nil }
func (r raw) Encode(dst []byte) ([]byte, error) { return append(dst, r...), nil }

// connectScript connects to a server that lets everyone in, and gives answer to the first message after that.
func connectScript(t *testing.T, answer []pgproto3.BackendMessage, silent bool) *pgx.Conn {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		defer l.Close()
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		be := pgproto3.NewBackend(conn, conn)
		if _, err := be.ReceiveStartupMessage(); err != nil {
			return
		}
		be.Send(&pgproto3.AuthenticationOk{})
		be.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
		if be.Flush() != nil {
			return
		}
		if _, err := be.Receive(); err != nil {
			return
		}
		for _, m := range answer {
			be.Send(m)
		}
		if be.Flush() == nil && silent {
			<-over
		}
	}()
	conn, err := pgx.ConnectConfig(t.Context(), config(t, "postgres://u@"+l.Addr().String()+"/d?sslmode=disable"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		close(over)
		<-done
		closed(t, conn)
	})
	return conn
}
