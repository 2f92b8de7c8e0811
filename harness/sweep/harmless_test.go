package sweep_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// givesUpLater is the reference, which gives up its statements once the workload was recorded: it says that nothing was
// sent, and so it is.
func givesUpLater() target.Target {
	const recordings = 2
	var inserts atomic.Int32
	return doing(func(ctx context.Context, inst target.Instance, req target.Request) (target.Answer, error) {
		if strings.HasPrefix(req.SQL, "INSERT") && inserts.Add(1) > recordings {
			return target.Answer{OK: target.Bool(false), Error: &target.Error{Outcome: pgdiag.OutcomeNotSent}}, nil
		}
		return inst.Do(ctx, req)
	})
}

// A message that comes in pieces is no reason to fail, whatever is then said of it.
func TestWhatIsHarmlessMustNotFail(t *testing.T) {
	const point = "sweep/statement/slice:upstream:StartupMessage:1:before"
	cfg := sweep.Config{Workloads: workload(t, "statement"), Faults: []string{"slice"}, Point: point}
	for _, c := range []struct {
		target  target.Target
		outcome verdict.Outcome
		reason  string
	}{
		{reference.New(), verdict.Pass, ""},
		{givesUpLater(), verdict.Fail, "step 2: query: failed, though nothing was taken from the conversation"},
	} {
		results := swept(t, c.target, cfg).Results
		if r := results[len(results)-1]; r.ID != point || r.Outcome != c.outcome || r.Reason != c.reason {
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		}
	}
}
