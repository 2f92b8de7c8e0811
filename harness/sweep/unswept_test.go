package sweep_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// fickle is the reference, which looks at the table every second time before it copies.
func fickle() target.Target {
	var copies atomic.Int32
	return doing(func(ctx context.Context, inst target.Instance, req target.Request) (target.Answer, error) {
		if req.Op == target.OpCopyIn && copies.Add(1)%2 == 0 {
			look := target.Request{Op: target.OpQuery, Session: req.Session, SQL: "SELECT 1", TimeoutMS: req.TimeoutMS}
			if _, err := inst.Do(ctx, look); err != nil {
				return target.Answer{}, err
			}
		}
		return inst.Do(ctx, req)
	})
}

// A workload that is not the same each time has no points that could be found again. The others are swept all the same.
func TestAFickleWorkloadLeavesTheOthersStanding(t *testing.T) {
	workloads := append(workload(t, "copy"), workload(t, "statement")...)
	report := swept(t, fickle(), sweep.Config{Workloads: workloads, Faults: []string{"close"}})
	points := 0
	for _, r := range report.Results {
		switch {
		case r.ID == "sweep/copy/no-fault":
			if r.Outcome != verdict.Skipped || !strings.Contains(r.Reason, "it is not the same each time: message ") {
				t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
			}
		case sweep.WorkloadOf(r.ID) == "copy":
			t.Errorf("%s was run", r.ID)
		case r.Outcome != verdict.Pass:
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		default:
			points++
		}
	}
	if points < 30 {
		t.Errorf("%d points of the other workload", points)
	}
}
