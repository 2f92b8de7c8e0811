package layer_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

func openPool(t *testing.T, r *harness.TestRig, size int32) (*pgxpool.Pool, *pgdiag.Tracker) {
	t.Helper()
	cfg, err := pgxpool.ParseConfig(r.DSN())
	if err != nil {
		t.Fatal(err)
	}
	cfg.MaxConns = size
	tracker, err := pgdiag.Attach(cfg.ConnConfig)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool, tracker
}

func TestPoolState(t *testing.T) {
	r := rig(t)
	pool, tracker := openPool(t, r, 2)
	check := func(when string, want pgdiag.PoolStatus, acquired int32) pgdiag.PoolState {
		t.Helper()
		s := tracker.PoolState(pool)
		if s.Status != want || s.Acquired != acquired || s.Max != 2 {
			t.Errorf("%s: %+v, want %s with %d acquired of 2", when, s, want, acquired)
		}
		return s
	}
	check("new", pgdiag.PoolOpen, 0)
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	check("one acquired", pgdiag.PoolOpen, 1)
	r.Inject(fault.Refuse{})
	if _, err := pool.Exec(t.Context(), "SELECT 1"); pgdiag.Diagnose(err).Condition != pgdiag.ConnectionRefused {
		t.Errorf("a second connection: %v", err)
	}
	check("refused, one left", pgdiag.PoolDegraded, 1)
	r.Inject(fault.Reset{})
	if _, err := conn.Exec(t.Context(), "SELECT 1"); err == nil {
		t.Error("the reset connection still works")
	}
	conn.Release()
	if _, err := pool.Exec(t.Context(), "SELECT 1"); err == nil {
		t.Error("connected although the server refuses")
	}
	for pool.Stat().TotalConns() > 0 { // pgxpool destroys a connection in the background; the test's deadline ends it
		runtime.Gosched()
	}
	if s := check("refused, none left", pgdiag.PoolDown, 0); s.LastFailure == nil || s.LastFailure.Condition != pgdiag.ConnectionRefused {
		t.Errorf("last failure: %v", s.LastFailure)
	}
	r.Heal()
	if _, err := pool.Exec(t.Context(), "SELECT 1"); err != nil {
		t.Errorf("after the server is back: %v", err)
	}
	check("healed", pgdiag.PoolOpen, 0)
	pool.Close()
	if _, err := pool.Exec(t.Context(), "SELECT 1"); pgdiag.Diagnose(err).Condition != pgdiag.PoolClosed || !errors.Is(pgdiag.Diagnose(err), pgdiag.InterfaceError) {
		t.Errorf("after close: %v", pgdiag.Diagnose(err))
	}
	check("closed, and a call was refused", pgdiag.PoolShut, 0)
}

// TestCallKnowsWhatTheErrorDoesNot asks of values that many failures share: pgx returns a bare context error both for a
// pool that is exhausted and for a statement that was cancelled on its way.
func TestCallKnowsWhatTheErrorDoesNot(t *testing.T) {
	r := rig(t)
	pool, _ := openPool(t, r, 1)
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, call := pgdiag.WithCall(t.Context())
	ctx, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
	defer cancel()
	_, err = pool.Exec(ctx, insert)
	want{pgdiag.PoolExhausted, pgdiag.OutcomeNotSent, "nothing_sent", pgdiag.RetryWait, pgdiag.StatusOpen, pgdiag.TxUnknown}.check(t, call.Diagnose(err))
	if d := call.Diagnose(err); d.Phase != pgdiag.PhaseAcquire {
		t.Errorf("phase: %s", d.Phase)
	}
	conn.Release()

	ctx, call = pgdiag.WithCall(t.Context())
	ctx, cancel = context.WithCancel(ctx)
	armed, err := r.Stage().Arm(wire.Trap{At: wire.Position{Message: "Query", SQL: "pg_sleep", Offset: wire.Whole}, Do: wire.Observe{}})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		if _, err := armed.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		cancel()
	}()
	_, err = pool.Exec(ctx, "INSERT INTO t SELECT 'a' FROM pg_sleep(5)")
	want{pgdiag.CallerCancel, pgdiag.OutcomeUnknown, "undecided", pgdiag.RetryVerifyFirst, pgdiag.StatusFaulty, pgdiag.TxUnknown}.check(t, call.Diagnose(err))
	if call.Diagnose(nil) != nil {
		t.Error("a nil error has a diagnosis")
	}
}
