package engine_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// A session that is open when the server behind its pooler comes back is not held to what the pooler remembers: that its
// last login failed.
func TestAPoolerFindsItsServerBeforeTheTargetIsAsked(t *testing.T) {
	const unserved = "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user"
	connect := func(session string) scenario.Step {
		return scenario.Step{Do: &scenario.Do{Op: target.OpConnect, Session: session}}
	}
	ask := func(fails bool) scenario.Step {
		return scenario.Step{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT 1", Expect: scenario.Expect{Fails: fails}}}
	}
	r := runSingle(t, engine.Config{Target: reference.New()}, scenario.Scenario{
		ID: "pooler/remembers", Title: "the server behind the pooler comes back",
		Given: scenario.Given{Own: true, Pooler: "transaction", PoolerSettings: map[string]string{"query_wait_timeout": "1"}},
		Steps: []scenario.Step{
			connect("idle"),
			connect("a"),
			ask(false),
			{Inject: fault.PoolerOrder{Order: "reconnect"}},
			{Rig: &scenario.Rig{Until: unserved}},
			{Inject: fault.Shutdown{Mode: fault.Fast}},
			ask(true),
		},
	})
	if r.Outcome == verdict.Skipped {
		t.Skip(r.Reason)
	}
	wantResult(t, r, verdict.Pass, "")
}
