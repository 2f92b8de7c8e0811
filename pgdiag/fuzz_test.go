package pgdiag_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// loop is an error that wraps itself.
type loop struct{}

func (l *loop) Error() string { return "loop" }
func (l *loop) Unwrap() error { return l }

// incomparable is an error whose values can't be compared.
type incomparable []string

func (incomparable) Error() string { return "incomparable" }

// growTree grows an error tree by what the bytes say.
func growTree(shape []byte, code string) error {
	leaves := []error{
		context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, pgx.ErrNoRows, pgx.ErrTxClosed, pgconn.ErrConnClosed,
		sql.ErrTxDone, &loop{},
		incomparable{code},
		errors.New(code), syscall.ECONNRESET, &net.OpError{Op: code, Err: syscall.EPIPE},
		(*pgconn.PgError)(nil), &pgconn.PgError{Code: code, Severity: code, SeverityUnlocalized: code},
		&net.DNSError{}, pqError(code), nil,
	}
	var err error
	for _, b := range shape {
		leaf := leaves[int(b>>2)%len(leaves)]
		if pg, ok := leaf.(*pgconn.PgError); ok && pg == nil { //nolint:errorlint // the nil pointer in an interface, as a program may have it
			leaf = nil
		}
		switch b & 3 {
		case 0:
			err = errors.Join(err, leaf)
		case 1:
			err = fmt.Errorf("%w and %w", err, leaf)
		case 2:
			err = fmt.Errorf("x: %w", err)
		default:
			err = leaf
		}
	}
	return err
}

// FuzzDiagnose holds that every error tree has a diagnosis on every axis, and that no tree makes it panic or hang.
func FuzzDiagnose(f *testing.F) {
	f.Add([]byte{0, 7, 14, 21, 33}, "57P01")
	f.Add([]byte{58, 2, 2, 36}, "")
	f.Fuzz(func(t *testing.T, shape []byte, code string) {
		err := growTree(shape, code)
		d := pgdiag.Diagnose(err)
		if (d == nil) != (err == nil) {
			t.Fatalf("diagnosis %v of %v", d, err)
		}
		if d == nil {
			return
		}
		if d.Condition == "" || d.Class == "" || d.Origin == "" || d.Scope == "" || d.Outcome == "" || d.Retry == "" || d.Phase == "" || d.Status == "" || d.Tx == "" {
			t.Errorf("an axis is empty: %+v", d)
		}
		if d.Outcome == pgdiag.OutcomeUnknown && d.Retry != pgdiag.RetryVerifyFirst && d.Retry != pgdiag.RetryNo {
			t.Errorf("retry %s on an unknown outcome", d.Retry)
		}
		_, _, _, _ = d.Error(), d.Explain(), d.LogValue(), d.Diagnostics()
	})
}
