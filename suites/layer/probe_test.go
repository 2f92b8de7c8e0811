package layer_test

import (
	"context"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/pgdiag"
)

func TestProbe(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	if d := pgdiag.Probe(t.Context(), conn); d != nil {
		t.Fatalf("alive: %v", d)
	}
	rs, err := conn.Query(t.Context(), "SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	if d := pgdiag.Probe(t.Context(), conn); d == nil || d.Condition != pgdiag.ConnectionBusy || d.Status != pgdiag.StatusOpen {
		t.Errorf("busy: %+v", d)
	}
	rs.Close()
	r.Inject(fault.Hold{At: at("Query")})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	want{pgdiag.ConnectionSilent, pgdiag.OutcomeRolledBack, "nothing_to_lose", pgdiag.RetryReconnect, pgdiag.StatusFaulty, pgdiag.TxUnknown}.
		check(t, pgdiag.Probe(ctx, conn))
	r.Heal() // pgx waits in the background for a connection it has given up
	if d := pgdiag.Probe(t.Context(), nil); d == nil || d.Status != pgdiag.StatusClosed {
		t.Errorf("nil: %+v", d)
	}
}

// TestProbeIsBoundedWithoutADeadline asserts one side only: it returns, although nothing ever comes.
func TestProbeIsBoundedWithoutADeadline(t *testing.T) {
	r := rig(t)
	conn := connect(t, r)
	r.Inject(fault.Hold{At: at("Query")})
	if d := pgdiag.Probe(context.Background(), conn); d == nil || d.Condition != pgdiag.ConnectionSilent {
		t.Errorf("silent peer: %+v", d)
	}
	r.Heal()
}

func TestWatch(t *testing.T) {
	r := rig(t)
	var changes []pgdiag.Change
	conn, stop := watched(t, r, func(c pgdiag.Change) { changes = append(changes, c) })
	r.Inject(fault.Reset{})
	if _, err := conn.Exec(t.Context(), "SELECT 1"); err == nil {
		t.Fatal("the reset connection still works")
	}
	if len(changes) != 2 || changes[0].To != pgdiag.StatusOpen || changes[1].From != pgdiag.StatusOpen || changes[1].To != pgdiag.StatusFaulty {
		t.Fatalf("changes: %+v, want open and faulty", changes)
	}
	if c := changes[1]; c.Cause == nil || c.PID != conn.PgConn().PID() || c.At.IsZero() {
		t.Errorf("change: %+v", c)
	}
	stop()
	n := len(changes)
	closed(t, conn)
	if len(changes) != n {
		t.Errorf("told after stop: %+v", changes[n:])
	}
}
