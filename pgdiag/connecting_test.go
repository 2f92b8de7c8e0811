package pgdiag_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestAConnectIsOperational holds that a connect fails with an OperationalError, whatever code the server gives for it, as
// in psycopg2; and that a handshake which was cut off may be tried again, where one that was refused may not.
func TestAConnectIsOperational(t *testing.T) {
	missing := &pgproto3.ErrorResponse{Severity: "FATAL", SeverityUnlocalized: "FATAL", Code: "3D000", Message: "m"}
	for name, c := range map[string]struct {
		mode      string
		answer    func(*pgproto3.Backend) error
		condition pgdiag.Condition
		retry     pgdiag.Retry
	}{
		"no such database": {"disable", func(b *pgproto3.Backend) error { b.Send(missing); return b.Flush() }, "invalid_catalog_name", pgdiag.RetryNo},
		"no such authentication": {"disable", func(b *pgproto3.Backend) error {
			b.Send(&pgproto3.AuthenticationGSS{})
			return b.Flush()
		}, pgdiag.AuthenticationRefused, pgdiag.RetryNo},
		"let in without the server's proof": {"disable", func(b *pgproto3.Backend) error {
			b.Send(&pgproto3.AuthenticationSASL{AuthMechanisms: []string{"SCRAM-SHA-256"}})
			if err := errors.Join(b.Flush(), b.SetAuthType(pgproto3.AuthTypeSASL)); err != nil {
				return err
			}
			if _, err := b.Receive(); err != nil {
				return err
			}
			b.Send(&pgproto3.AuthenticationOk{})
			b.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
			return b.Flush()
		}, pgdiag.AuthenticationRefused, pgdiag.RetryNo},
		"handshake cut off": {"require", func(*pgproto3.Backend) error { return nil }, pgdiag.TLSFailure, pgdiag.RetryReconnect},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			served := make(chan error, 1)
			go func() {
				conn, err := l.Accept()
				if err != nil {
					served <- err
					return
				}
				b := pgproto3.NewBackend(conn, conn)
				if _, err = b.ReceiveStartupMessage(); err == nil {
					err = c.answer(b)
				}
				_ = conn.Close()
				served <- err
			}()
			cfg, err := pgx.ParseConfig("postgres://u@" + l.Addr().String() + "/d?sslmode=" + c.mode)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := pgdiag.Attach(cfg); err != nil {
				t.Fatal(err)
			}
			_, err = pgx.ConnectConfig(context.Background(), cfg)
			_ = l.Close()
			if served := <-served; served != nil {
				t.Fatal(served)
			}
			d := pgdiag.Diagnose(err)
			if d.Class != pgdiag.OperationalError || d.Condition != c.condition || d.Retry != c.retry || d.Outcome != pgdiag.OutcomeNotSent {
				t.Errorf("got %s, %s, %s, %s: %v", d.Class, d.Condition, d.Retry, d.Outcome, err)
			}
		})
	}
}
