package sweep_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// stubborn is the reference, which gives up nothing: what it is asked goes on when nobody waits for it any more, and comes to
// its end when the fault has passed, on a connection that then stays. One that keeps them does not close them when it ends.
type stubborn struct {
	target.Target
	keeps bool

	mu    sync.Mutex
	insts []target.Instance
}

func (s *stubborn) Start(ctx context.Context) (target.Instance, error) {
	inst, err := s.Target.Start(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.insts = append(s.insts, inst)
	return stubbornInstance{inst, s.keeps}, err
}

// end closes what was kept.
func (s *stubborn) end(t *testing.T) {
	t.Helper()
	for _, inst := range s.insts {
		if err := inst.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}
}

type stubbornInstance struct {
	target.Instance
	keeps bool
}

func (s stubbornInstance) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	req.TimeoutMS = 0
	return s.Instance.Do(context.WithoutCancel(ctx), req)
}

func (s stubbornInstance) Close(ctx context.Context) error {
	if s.keeps {
		return nil
	}
	return s.Instance.Close(ctx)
}

// What a target has that hangs is nobody's error, and its leak only where its end leaves it.
func TestConnectionsOfATargetThatHangs(t *testing.T) {
	const point = "sweep/statement/hold:downstream:CommandComplete:1:before"
	for _, keeps := range []bool{false, true} {
		tgt := &stubborn{Target: reference.New(), keeps: keeps}
		results := swept(t, tgt, sweep.Config{Workloads: workload(t, "statement"), Faults: []string{"hold"}, Point: point}).Results
		r := results[len(results)-1]
		if r.ID != point || r.Outcome != verdict.Fail || !strings.Contains(r.Reason, "no answer to query") || len(r.Troubles) > 0 {
			t.Errorf("who keeps its connections (%t): %s is %s: %s; troubles: %v", keeps, r.ID, r.Outcome, r.Reason, r.Troubles)
		}
		if (len(r.Leaks) > 0) != keeps {
			t.Errorf("who keeps its connections (%t) leaks %v", keeps, r.Leaks)
		}
		tgt.end(t)
	}
}
