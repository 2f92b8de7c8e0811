package engine_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Each thing that a scenario can be given is given, and what was harmed is gone when it is done.
func TestGiven(t *testing.T) {
	srv, err := postgres.Start(t.Context(), postgres.Config{Provider: postgres.Native})
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = srv.Close(t.Context()) })
	connect := scenario.Step{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}}
	fails := scenario.Step{Do: &scenario.Do{Op: target.OpConnect, Session: "a", Expect: scenario.Expect{Fails: true}}}
	ask := func(sql, want string) scenario.Step {
		return scenario.Step{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: sql, Expect: scenario.Expect{Rows: [][]string{{want}}}}}
	}
	refused := func(sql, code string) scenario.Step {
		return scenario.Step{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: sql, Expect: scenario.Expect{SQLState: []string{code}}}}
	}
	heal := scenario.Step{Heal: true}
	const recovering = "SELECT pg_is_in_recovery()"
	for name, sc := range map[string]scenario.Scenario{
		"own": {Given: scenario.Given{Own: true}, Steps: []scenario.Step{
			connect, {Inject: fault.Crash{}}, refused("SELECT 1", ""), heal,
		}},
		"frozen":        {Given: scenario.Given{Own: true}, Steps: []scenario.Step{connect, {Inject: fault.Freeze{}}, heal, ask("SELECT 1", "1")}},
		"standby-only":  {Given: scenario.Given{Standby: "only", SQL: []string{"CREATE TABLE t AS SELECT 1 AS v; GRANT SELECT ON t TO PUBLIC"}}, Steps: []scenario.Step{connect, ask(recovering, "t"), ask("SELECT v FROM t", "1")}},
		"standby-first": {Given: scenario.Given{Standby: "first"}, Steps: []scenario.Step{connect, ask(recovering, "t")}},
		"writable":      {Given: scenario.Given{Standby: "first", Params: map[string]string{"target_session_attrs": "read-write"}}, Steps: []scenario.Step{connect, ask(recovering, "f")}},
		"trusted":       {Given: scenario.Given{Certificate: "trusted"}, Steps: []scenario.Step{connect, ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", "t")}},
		"expired":       {Given: scenario.Given{Certificate: "expired"}, Steps: []scenario.Step{fails}},
		"disk":          {Given: scenario.Given{Disk: 2}, Steps: []scenario.Step{connect, refused("CREATE TABLE t TABLESPACE pgfault_small AS SELECT repeat('x', 1000) FROM generate_series(1, 10000)", "53100")}},
		"wal-disk":      {Given: scenario.Given{WALDisk: 8}, Steps: []scenario.Step{connect, {Inject: fault.FillWAL{}}, ask("SELECT 1", "1"), {Do: &scenario.Do{Op: target.OpClose, Session: "a"}}, heal}},
		"pooler":        {Given: scenario.Given{Pooler: "session", PoolerSettings: map[string]string{"max_client_conn": "10"}}, Steps: []scenario.Step{connect, ask("SELECT 1", "1")}},
	} {
		t.Run(name, func(t *testing.T) {
			sc.ID, sc.Title = "given/"+name, name
			for i := range sc.Steps {
				if do := sc.Steps[i].Do; do != nil && len(do.Expect.SQLState) == 1 && do.Expect.SQLState[0] == "" {
					do.Expect = scenario.Expect{Fails: true}
				}
			}
			result, err := engine.RunOne(t.Context(), srv, reference.New(), sc)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s in %v", result.Outcome, result.DurationMS)
			if result.Outcome != verdict.Pass && (result.Outcome != verdict.Skipped || name != "disk" && name != "wal-disk" && name != "pooler") {
				t.Errorf("%s: %s\n%+v", result.Outcome, result.Reason, result.Observed)
			}
		})
	}
}
