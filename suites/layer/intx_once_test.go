package layer_test

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestInTxRunsOnce holds what must not make a function run again: rows that are there, or errors of somebody else's.
func TestInTxRunsOnce(t *testing.T) {
	answer := wire.Position{Message: "CommandComplete", Tag: "COMMIT"}
	said := func(severity, code, file string) fault.Inject {
		return fault.Inject{At: answer, Say: wire.Content{Error: wire.Fields{Severity: severity, SQLState: code, Message: "m", File: file, Routine: file}}, Close: true}
	}
	do := func(sql ...string) func(context.Context, pgx.Tx) error {
		return func(ctx context.Context, tx pgx.Tx) error {
			for _, s := range sql {
				if _, err := tx.Exec(ctx, s); err != nil {
					return err
				}
			}
			return nil
		}
	}
	const fails = `DO $$ BEGIN RAISE 'x' USING ERRCODE = '40001'; END $$`
	for name, c := range map[string]struct {
		fault  fault.Fault
		within time.Duration
		do     func(context.Context, pgx.Tx) error
		want   pgdiag.Outcome
		rows   string
	}{
		"a pooler that loses the server at COMMIT": {fault: said("FATAL", "XX000", ""), do: do(insert), want: pgdiag.OutcomeCommitted, rows: "1"},
		"a server that does not know":              {fault: said("ERROR", "40003", "txn.go"), do: do(insert), want: pgdiag.OutcomeCommitted, rows: "1"},
		"the caller's time is over at COMMIT": {
			fault: fault.Hold{At: answer}, within: 300 * time.Millisecond, do: do(insert), want: pgdiag.OutcomeCommitted, rows: "1",
		},
		"committed inside, begun again, and failed": {do: do(insert+"; COMMIT; BEGIN", fails), want: pgdiag.OutcomeUnknown, rows: "1"},
		"committed inside, and ended well":          {do: do(insert+"; COMMIT; BEGIN", "SELECT 1"), want: pgdiag.OutcomeUnknown, rows: "1"},
		"another server's refusal": {do: func(context.Context, pgx.Tx) error {
			return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		}, want: pgdiag.OutcomeRolledBack, rows: "0"},
		"a file that is missing": {do: func(context.Context, pgx.Tx) error { return syscall.ENOENT }, want: pgdiag.OutcomeRolledBack, rows: "0"},
	} {
		t.Run(name, func(t *testing.T) {
			r := rig(t)
			connect := connector(t, r)
			if c.fault != nil {
				r.Inject(c.fault)
			}
			ctx := t.Context()
			if c.within > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, c.within)
				defer cancel()
			}
			runs := 0
			rep, err := pgdiag.Tx{Connect: connect, MaxRuns: 3}.Run(ctx, func(ctx context.Context, tx pgx.Tx) error {
				runs++
				return c.do(ctx, tx)
			})
			if runs != 1 || rep.Outcome != c.want || (err == nil) != (c.want == pgdiag.OutcomeCommitted) {
				t.Errorf("ran %d times, %+v, %v; want once, %s", runs, rep, err, c.want)
			}
			r.Heal()
			if got := rows(t, r); got != c.rows {
				t.Errorf("the server holds %s rows, want %s", got, c.rows)
			}
		})
	}
}

// TestInTxWithoutATracker holds that nothing is known then of what a function has done, and that it never runs again.
func TestInTxWithoutATracker(t *testing.T) {
	r := rig(t)
	runs, failure := 0, errors.New("no")
	rep, err := pgdiag.Tx{
		Connect: func(ctx context.Context) (*pgx.Conn, error) { return pgx.Connect(ctx, r.DSN()) }, MaxRuns: 3,
	}.Run(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		runs++
		if _, err := tx.Exec(ctx, insert); err != nil {
			return err
		}
		return failure
	})
	if runs != 1 || !errors.Is(err, failure) || rep.Outcome != pgdiag.OutcomeUnknown {
		t.Errorf("ran %d times, %+v, %v", runs, rep, err)
	}
}
