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
type givesUpLater struct {
	target.Target
	inserts *atomic.Int32
}

func (f givesUpLater) Start(ctx context.Context) (target.Instance, error) {
	inst, err := f.Target.Start(ctx)
	return givesUpLaterInstance{inst, f.inserts}, err
}

type givesUpLaterInstance struct {
	target.Instance
	inserts *atomic.Int32
}

func (f givesUpLaterInstance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	const recordings = 2
	if strings.HasPrefix(req.SQL, "INSERT") && f.inserts.Add(1) > recordings {
		return target.Answer{OK: target.Bool(false), Error: &target.Error{Outcome: pgdiag.OutcomeNotSent}}, nil
	}
	return f.Instance.Do(ctx, req)
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
		{givesUpLater{reference.New(), &atomic.Int32{}}, verdict.Fail, "step 2: query: failed, though nothing was taken from the conversation"},
	} {
		results := swept(t, c.target, cfg).Results
		if r := results[len(results)-1]; r.ID != point || r.Outcome != c.outcome || r.Reason != c.reason {
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		}
	}
}
