package pgdiag_test

import (
	"context"
	"fmt"
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
