package pgdiag_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/puddle/v2"

	"github.com/pgfault/pgfault/pgdiag"
)

// pqError is an error of another driver's, which has the code and nothing that this package knows.
type pqError string

func (e pqError) Error() string    { return "pq: " + string(e) }
func (e pqError) SQLState() string { return string(e) }

// again is an error of a program's own that says of itself what pgconn's say.
type again struct{ error }

func (again) SafeToRetry() bool { return true }
func (e again) Unwrap() error   { return e.error }

// hidden is an error that shows what it holds by As and Is alone.
type hidden struct{ inner error }

func (hidden) Error() string          { return "hidden" }
func (h hidden) As(target any) bool   { return errors.As(h.inner, target) }
func (h hidden) Is(target error) bool { return errors.Is(h.inner, target) }

// TestWhatOnlyFollows holds that an error which follows from another says nothing of that one: a Rollback that came too late
// says that the transaction is over, beside a COMMIT that was lost and is told as a text, or in a value that hides it.
func TestWhatOnlyFollows(t *testing.T) {
	lost := &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	for _, err := range []error{
		errors.Join(fmt.Errorf("commit: %v", lost), pgx.ErrTxClosed), //nolint:errorlint // that is the point
		fmt.Errorf("%w, and then %w", errors.New("commit has failed"), sql.ErrTxDone),
		hidden{errors.Join(lost, pgx.ErrTxClosed)},
		hidden{fmt.Errorf("x: %w", hidden{errors.Join(pgx.ErrTxClosed, lost)})},
	} {
		if d := pgdiag.Diagnose(err); d.Outcome != pgdiag.OutcomeUnknown || d.Retry != pgdiag.RetryVerifyFirst {
			t.Errorf("%v: %s, %s, %s", err, d.Condition, d.Outcome, d.Retry)
		}
	}
}

// TestDiagnoseOfTheErrorAlone holds every error value of pgx and the standard library, with nothing known but the error:
// what it proves is claimed, and nothing more.
func TestDiagnoseOfTheErrorAlone(t *testing.T) {
	pg := func(severity, unlocalized, code string) *pgconn.PgError {
		return &pgconn.PgError{Severity: severity, SeverityUnlocalized: unlocalized, Code: code, Message: "m", File: "f.c", Routine: "r"}
	}
	op := func(op string, err error) error {
		return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(op, err)}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, canceledDial := (&net.Dialer{}).DialContext(gone, "tcp", "127.0.0.1:1")
	_, badDSN := pgx.ParseConfig("postgres://u:secret@127.0.0.1:port/d")
	const (
		unknown, notSent, rolledBack = pgdiag.OutcomeUnknown, pgdiag.OutcomeNotSent, pgdiag.OutcomeRolledBack
		open, faulty, shut, unsaid   = pgdiag.StatusOpen, pgdiag.StatusFaulty, pgdiag.StatusClosed, pgdiag.StatusUnknown
	)
	for _, c := range []struct {
		err       error
		condition pgdiag.Condition
		origin    pgdiag.Origin
		outcome   pgdiag.Outcome
		status    pgdiag.Status
	}{
		{pg("ERROR", "ERROR", "42P01"), "undefined_table", pgdiag.OriginServer, unknown, open},
		{pg("ERREUR", "ERROR", "57P01"), "admin_shutdown", pgdiag.OriginServer, unknown, open},
		{pg("ВАЖНО", "FATAL", "57P01"), "admin_shutdown", pgdiag.OriginServer, unknown, faulty},
		{pg("FATAL", "", "25P03"), "idle_in_transaction_session_timeout", pgdiag.OriginServer, unknown, faulty},
		{pg("FATAL", "FATAL", "40001"), "serialization_failure", pgdiag.OriginServer, unknown, faulty},
		{pg("PANIC", "PANIC", "XX000"), "internal_error", pgdiag.OriginServer, unknown, faulty},
		{&pgconn.PgError{Severity: "FATAL", Code: "08P01", Message: "query_wait_timeout"}, "protocol_violation", pgdiag.OriginPooler, unknown, faulty},
		{&pgconn.PgError{Severity: "ERROR", Code: "CR000"}, "serialization_failure", pgdiag.OriginPooler, unknown, open},
		{&pgconn.PrepareError{}, pgdiag.UnknownFailure, pgdiag.OriginClient, notSent, open},
		{pqError("23505"), "unique_violation", pgdiag.OriginServer, unknown, unsaid},
		{badDSN, pgdiag.BadDSN, pgdiag.OriginClient, notSent, faulty},
		{&pgconn.ConnectError{Config: &pgconn.Config{}}, pgdiag.UnknownFailure, pgdiag.OriginClient, unknown, faulty},
		{&pgconn.NotPreferredError{}, pgdiag.ServerMismatch, pgdiag.OriginServer, notSent, open},
		{pgconn.ErrReadOnlyConnection, pgdiag.ServerMismatch, pgdiag.OriginServer, notSent, open},
		{pgconn.ErrConnClosed, pgdiag.ConnectionClosedByOwner, pgdiag.OriginClient, unknown, shut}, // or lost during the call: section 0
		{&pgproto3.ExceededMaxBodyLenErr{}, pgdiag.ProtocolGarbage, pgdiag.OriginNetwork, unknown, faulty},
		{pgx.ErrNoRows, pgdiag.NoRows, pgdiag.OriginClient, unknown, open},
		{sql.ErrNoRows, pgdiag.NoRows, pgdiag.OriginClient, unknown, open},
		{pgx.ErrTooManyRows, pgdiag.TooManyRows, pgdiag.OriginClient, unknown, open},
		{pgx.ErrTxClosed, pgdiag.TransactionClosed, pgdiag.OriginClient, notSent, open},
		{sql.ErrTxDone, pgdiag.TransactionClosed, pgdiag.OriginClient, notSent, open},
		{pgx.ErrTxCommitRollback, pgdiag.CommitRolledBack, pgdiag.OriginServer, rolledBack, open},
		{pgx.ScanArgError{Err: errors.New("no")}, pgdiag.DecodeFailure, pgdiag.OriginClient, unknown, open},
		{pgx.ErrPreprocessingBatch{}, pgdiag.UnknownFailure, pgdiag.OriginClient, unknown, unsaid},
		{sql.ErrConnDone, pgdiag.ConnectionClosedByOwner, pgdiag.OriginClient, notSent, shut},
		{driver.ErrBadConn, pgdiag.UnknownFailure, pgdiag.OriginClient, unknown, faulty},
		{puddle.ErrClosedPool, pgdiag.PoolClosed, pgdiag.OriginClient, notSent, shut},
		{puddle.ErrNotAvailable, pgdiag.PoolExhausted, pgdiag.OriginClient, notSent, open},
		{context.Canceled, pgdiag.CallerCancel, pgdiag.OriginCaller, unknown, unsaid},
		{context.DeadlineExceeded, pgdiag.CallerDeadline, pgdiag.OriginCaller, unknown, unsaid},
		{net.ErrClosed, pgdiag.ConnectionClosedByOwner, pgdiag.OriginClient, unknown, shut}, // perhaps under a call,
		{io.EOF, pgdiag.ConnectionClosedByPeer, pgdiag.OriginNetwork, unknown, faulty},
		{io.ErrUnexpectedEOF, pgdiag.ConnectionClosedByPeer, pgdiag.OriginNetwork, unknown, faulty},
		{op("dial", syscall.ECONNREFUSED), pgdiag.ConnectionRefused, pgdiag.OriginNetwork, notSent, faulty},
		{op("dial", syscall.EHOSTUNREACH), pgdiag.HostUnreachable, pgdiag.OriginNetwork, notSent, faulty},
		{canceledDial, pgdiag.CallerCancel, pgdiag.OriginCaller, notSent, unsaid},
		{op("read", syscall.ECONNRESET), pgdiag.ConnectionReset, pgdiag.OriginNetwork, unknown, faulty},
		{op("write", syscall.EPIPE), pgdiag.ConnectionReset, pgdiag.OriginNetwork, unknown, faulty},
		{op("read", syscall.ETIMEDOUT), pgdiag.ConnectionSilent, pgdiag.OriginNetwork, unknown, faulty},
		{&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}, pgdiag.HostNotFound, pgdiag.OriginNetwork, notSent, faulty},
		{x509.UnknownAuthorityError{}, pgdiag.TLSFailure, pgdiag.OriginNetwork, unknown, faulty},
		{&tls.CertificateVerificationError{Err: x509.HostnameError{}}, pgdiag.TLSFailure, pgdiag.OriginNetwork, unknown, faulty},
		{tls.RecordHeaderError{}, pgdiag.TLSFailure, pgdiag.OriginNetwork, unknown, faulty},
		{again{errors.New("a program's own")}, pgdiag.UnknownFailure, pgdiag.OriginClient, unknown, unsaid},
		{again{context.Canceled}, pgdiag.CallerCancel, pgdiag.OriginCaller, unknown, unsaid},
		{errors.New("anything"), pgdiag.UnknownFailure, pgdiag.OriginClient, unknown, unsaid},
	} {
		for _, err := range []error{c.err, fmt.Errorf("save order: %w", c.err), errors.Join(errors.New("other"), c.err)} {
			d := pgdiag.Diagnose(err)
			if err != c.err && errors.Unwrap(err) == nil && (c.condition == pgdiag.TransactionClosed || errors.Is(c.err, sql.ErrConnDone)) { //nolint:errorlint // which of the three
				c.outcome = unknown // it follows from the other
			}
			if d.Condition != c.condition || d.Origin != c.origin || d.Outcome != c.outcome || d.Status != c.status {
				t.Errorf("%T %v:\n got %s, %s, %s, %s\nwant %s, %s, %s, %s", c.err, err,
					d.Condition, d.Origin, d.Outcome, d.Status, c.condition, c.origin, c.outcome, c.status)
			}
			if !errors.Is(d, c.err) && !errors.As(d, new(pqError)) && !errors.As(d, new(tls.RecordHeaderError)) {
				t.Errorf("%T: the diagnosis does not wrap it", c.err)
			}
			if d.Explain() == "" || d.Outcome == unknown && d.Retry != pgdiag.RetryVerifyFirst && d.Retry != pgdiag.RetryNo {
				t.Errorf("%T: retry %s on an unknown outcome", c.err, d.Retry)
			}
			if pgdiag.Diagnose(fmt.Errorf("again: %w", d)) != d {
				t.Errorf("%T: the diagnosis of a diagnosis is another one", c.err)
			}
		}
	}
	if pgdiag.Diagnose(nil) != nil || pgdiag.DiagnoseConn(nil, nil) != nil {
		t.Error("a nil error has a diagnosis")
	}
}
