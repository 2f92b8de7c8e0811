package engine_test

import (
	"context"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

const sleeping = `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`

func async(s scenario.Step) scenario.Step {
	s.Do.Async = true
	return s
}

// TestWhatIsLeftRunningIsJudged lets an operation run while the scenario goes on, and cancels it.
func TestWhatIsLeftRunningIsJudged(t *testing.T) {
	cancelled := scenario.Expect{Condition: []pgdiag.Condition{pgdiag.CallerCancel}}
	sc := insert(
		async(query("SELECT pg_sleep(10)", cancelled)),
		scenario.Step{Rig: &scenario.Rig{Until: sleeping}},
		scenario.Step{Do: &scenario.Do{Op: target.OpCancel, Session: "a"}},
	)
	r := runSingle(t, engine.Config{Target: reference.New()}, sc)
	wantResult(t, r, verdict.Pass, "")
	if len(r.Observed) != 4 || r.Observed[3].Step != 3 {
		t.Errorf("what was left running is not in the report, last: %+v", r.Observed)
	}
	ignoresCancel := intercepting(func(_ context.Context, req target.Request, do doer) (target.Answer, error) {
		if req.Op == target.OpCancel {
			return target.Answer{OK: target.Bool(true)}, nil
		}
		return do(req)
	})
	wantResult(t, runSingle(t, engine.Config{Target: ignoresCancel}, sc), verdict.Fail, `condition is "caller_deadline", expected caller_cancel`)
}

// TestAwaitWaitsForTheFault goes on only when the fault has acted.
func TestAwaitWaitsForTheFault(t *testing.T) {
	cancelled := scenario.Expect{Condition: []pgdiag.Condition{pgdiag.CallerCancel}}
	r := runSingle(t, engine.Config{Target: reference.New()}, insert(
		scenario.Step{Inject: fault.Hold{At: wire.Position{Message: "CommandComplete", Tag: "UPDATE"}}},
		async(query("UPDATE t SET v = v", cancelled)),
		scenario.Step{Await: true},
		scenario.Step{Do: &scenario.Do{Op: target.OpCancel, Session: "a"}},
	))
	wantResult(t, r, verdict.Pass, "")
}

// TestANewerServerIsNeeded skips what can't happen on the server.
func TestANewerServerIsNeeded(t *testing.T) {
	sc := insert()
	sc.Given.MinVersion = 99
	wantResult(t, runSingle(t, engine.Config{Target: reference.New()}, sc), verdict.Skipped, "it can't happen before PostgreSQL 99")
}
