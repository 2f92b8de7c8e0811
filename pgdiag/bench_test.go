package pgdiag_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// BenchmarkDiagnose measures the errors that a program meets most. SafeToRetry and Timeout, what pgx offers, are the peer.
func BenchmarkDiagnose(b *testing.B) {
	pg := &pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "23505", File: "nbtinsert.c", Routine: "_bt_check_unique"}
	network := fmt.Errorf("write failed: %w", &net.OpError{Op: "write", Net: "tcp", Err: syscall.ECONNRESET})
	for _, c := range []struct {
		name string
		err  error
	}{{"PgError", pg}, {"wrapped", fmt.Errorf("save: %w", pg)}, {"network", network}, {"deadline", context.DeadlineExceeded}} {
		b.Run(c.name+"/pgdiag", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if pgdiag.Diagnose(c.err).Condition == "" {
					b.Fatal("no condition")
				}
			}
		})
		b.Run(c.name+"/pgconn", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if pgconn.SafeToRetry(c.err) && pgconn.Timeout(c.err) {
					b.Fatal("both")
				}
			}
		})
	}
}

// BenchmarkTap measures what the book-keeping of one SELECT 1 costs: a Query there, and its answer.
func BenchmarkTap(b *testing.B) {
	query := []byte("Q\x00\x00\x00\rselect 1\x00")
	answer := []byte("T\x00\x00\x00\x21\x00\x01?column?\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x17\x00\x04\xff\xff\xff\xff\x00\x00D\x00\x00\x00\x0b\x00\x01\x00\x00\x00\x011C\x00\x00\x00\rSELECT 1\x00Z\x00\x00\x00\x05I")
	r, w := pgdiag.Tap(&endless{answer: answer}, io.Discard)
	buf := make([]byte, 4096)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = w.Write(query)
		_, _ = r.Read(buf)
	}
}

// endless gives the same answer to every Read.
type endless struct{ answer []byte }

func (e *endless) Read(p []byte) (int, error) { return copy(p, e.answer), nil }
