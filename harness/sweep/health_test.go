package sweep_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/internal/ownserver"
	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// onInsert is the reference, before whose insert with a number, from 1, something happens.
func onInsert(number int32, happens func(context.Context)) target.Target {
	var count atomic.Int32
	return doing(func(ctx context.Context, inst target.Instance, req target.Request) (target.Answer, error) {
		if strings.HasPrefix(req.SQL, "INSERT") && count.Add(1) == number {
			happens(ctx)
		}
		return inst.Do(ctx, req)
	})
}

// tenth is in the tenth run of the workload, of which the first two record it.
const tenth = 10

// TestAServerThatDiesEndsASweep ends the server under the eighth point: what was decided stands, and nobody is to blame for
// the rest.
func TestAServerThatDiesEndsASweep(t *testing.T) {
	srv := ownserver.Start(t, server)
	tgt := onInsert(tenth, func(ctx context.Context) {
		control, _ := srv.Control()
		if err := control.Halt(ctx); err != nil {
			t.Error(err)
		}
	})
	s, err := sweep.Record(t.Context(), sweep.Config{Workloads: workload(t, "statement"), Faults: []string{"close"}, Target: tgt, Server: srv, Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.Run(t.Context(), sweep.Watch{})
	if err == nil || !strings.Contains(err.Error(), "is gone") || strings.Contains(err.Error(), "\n") {
		t.Errorf("the sweep ended with %v, expected one line that says that the server is gone", err)
	}
	if n := len(report.Results); n < 3 || n >= s.Total() || report.Counts[verdict.Pass] != n {
		t.Errorf("decided were %v of %d, expected some that pass", report.Counts, s.Total())
		for _, r := range report.Results {
			if r.Outcome != verdict.Pass {
				t.Logf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
			}
		}
	}
}

// TestAServerThatStandsStillLeavesAPointUndecided stops all processes of the server for longer than the
// operation may take that it meets.
func TestAServerThatStandsStillLeavesAPointUndecided(t *testing.T) {
	srv := ownserver.Start(t, server)
	tgt := onInsert(tenth, func(ctx context.Context) {
		ownserver.Halt(ctx, t, srv, 4*time.Second)
	})
	s, err := sweep.Record(t.Context(), sweep.Config{Workloads: workload(t, "statement"), Faults: []string{"slice"}, Target: tgt, Server: srv, Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.Run(t.Context(), sweep.Watch{})
	if err != nil || len(report.Results) != s.Total() {
		t.Errorf("%d results of %d, %v", len(report.Results), s.Total(), err)
	}
	if report.Counts[verdict.Unknown] == 0 || report.Counts[verdict.Unknown]+report.Counts[verdict.Pass] != s.Total() {
		t.Errorf("decided were %v, expected that those of the stopped server are unknown", report.Counts)
	}
	for _, r := range report.Results {
		if r.Outcome == verdict.Unknown && !strings.Contains(r.Reason, "the server did not answer the judge for") {
			t.Errorf("%s: %s", r.ID, r.Reason)
		}
	}
}
