package harness_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/wire"
)

// soakFaults are the faults that a soak goes through; a statement makes each fire that has not fired before.
var soakFaults = []fault.Fault{
	fault.Reset{},
	fault.Close{},
	fault.Hold{},
	fault.HalfClose{},
	fault.Refuse{},
	fault.Down{},
	fault.Cut{At: wire.Position{Message: "CommandComplete", Offset: 3}},
	fault.Drop{At: wire.Position{Message: "DataRow"}},
	fault.Swallow{At: wire.Position{Message: "CommandComplete"}},
	fault.Corrupt{At: wire.Position{Message: "DataRow"}, Part: wire.Body},
	fault.Inject{Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "57P01"}}, Close: true},
	fault.FaithfulError{At: wire.Position{SQL: "select"}, Error: wire.Fields{SQLState: "40001"}},
	fault.Latency{Latency: time.Millisecond},
	fault.Timeout{Timeout: time.Millisecond},
	fault.LimitData{Bytes: 20},
}

// cycle opens a rig, breaks it, heals it and closes it.
func cycle(t *testing.T, f fault.Fault) {
	t.Helper()
	tb := &fakeTB{T: t}
	rig := harness.Start(tb, harness.Config{})
	defer func() {
		tb.done()
		if tb.failed {
			t.Fatal(f.Name(), tb.errs)
		}
	}()
	c, err := rawpg.Connect(t.Context(), rig.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Socket.Close()
	i := rig.Inject(f)
	if err := c.Socket.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	_, _ = c.Socket.Write([]byte("Q\x00\x00\x00\x0dSELECT 1\x00")) // it may be broken already
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		_, _ = c.Answers()
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := poll.Until(ctx, func(context.Context) (bool, error) { return len(i.Fired()) > 0, nil }); err != nil {
		t.Fatalf("%s has not fired:\n%s", f.Name(), rig.Trace())
	}
	rig.Heal()
	c.Socket.Close()
	<-answered
}

// Open, break, heal, close: a thousand times with PGFAULT_SOAK=1000, and nothing is there that was not before.
func TestSoak(t *testing.T) {
	cycles := 2 * len(soakFaults)
	if n, err := strconv.Atoi(os.Getenv("PGFAULT_SOAK")); err == nil {
		cycles = n
	}
	keep := harness.Start(t, harness.Config{})
	count := func() (goroutines, files int, databases string) {
		dir, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("no /proc here")
		}
		return runtime.NumGoroutine(), len(dir), keep.SQL("SELECT count(*) FROM pg_database")[0][0]
	}
	for _, f := range soakFaults { // what is made once is made
		cycle(t, f)
	}
	goroutines, files, databases := count()
	start := time.Now()
	for n := range cycles {
		cycle(t, soakFaults[n%len(soakFaults)])
	}
	took := time.Since(start)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	var now string
	err := poll.Until(ctx, func(context.Context) (bool, error) {
		g, f, d := count()
		now = fmt.Sprintf("%d goroutines, %d files, %s databases", g, f, d)
		// The pool of databases is filled in the background, by a few of them.
		return g <= goroutines+4 && f <= files+8 && d <= databases, nil
	})
	if err != nil {
		t.Fatalf("after %d cycles: %s; before: %d, %d, %s", cycles, now, goroutines, files, databases)
	}
	t.Logf("%d cycles, %s each: %s", cycles, took/time.Duration(cycles), now)
}
