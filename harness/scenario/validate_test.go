package scenario_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

func do(op target.Op, sql string) scenario.Step {
	return scenario.Step{Do: &scenario.Do{Op: op, Session: "a", SQL: sql}}
}

func valid(steps ...scenario.Step) scenario.Scenario {
	return scenario.Scenario{
		ID: "network/reset-while-idle", Title: "a reset", Steps: append([]scenario.Step{do(target.OpConnect, "")}, steps...),
	}
}

func TestValidateAcceptsWhatIsWellFormed(t *testing.T) {
	s := valid(
		do(target.OpQuery, "SELECT 1"),
		do(target.OpClose, ""),
		do(target.OpQuery, "SELECT 1"), // a mistake of the caller's, on purpose
		do(target.OpConnect, ""),
		scenario.Step{Rig: &scenario.Rig{Until: "SELECT true"}},
	)
	s.Truth = []scenario.Truth{{Name: "one", SQL: "SELECT 1", Rows: [][]string{{"1"}}}}
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
}

func TestValidateSaysWhatIsWrong(t *testing.T) {
	step := func(d scenario.Do) scenario.Scenario { return valid(scenario.Step{Do: &d}) }
	tests := map[string]struct {
		give scenario.Scenario
		want string
	}{
		"id":         {scenario.Scenario{ID: "Reset", Title: "t", Steps: valid().Steps}, "the id must be family/name"},
		"title":      {scenario.Scenario{ID: "a/b", Title: "two\nlines", Steps: valid().Steps}, "the title must be one line"},
		"no step":    {scenario.Scenario{ID: "a/b", Title: "t"}, "no step asks the target"},
		"capability": {scenario.Scenario{ID: "a/b", Title: "t", Steps: valid().Steps, Given: scenario.Given{Needs: []target.Capability{"magic"}}}, `unknown capability "magic"`},
		"no kind":    {valid(scenario.Step{}), "step 2: exactly one of Do, Inject, Heal, Await and Rig must be set, not 0"},
		"two kinds":  {valid(scenario.Step{Heal: true, Do: &scenario.Do{}}), "not 2"},
		"early heal": {valid(scenario.Step{Heal: true}), "heals before anything was injected"},
		"bad op":     {step(scenario.Do{Op: "dance"}), `unknown operation "dance"`},
		"engine op":  {step(scenario.Do{Op: target.OpBye}), `unknown operation "bye"`},
		"no session": {step(scenario.Do{Op: target.OpQuery, SQL: "SELECT 1"}), "query needs Session"},
		"no sql":     {step(scenario.Do{Op: target.OpQuery, Session: "a"}), "query needs SQL"},
		"vain sql":   {step(scenario.Do{Op: target.OpCommit, Session: "a", SQL: "x"}), "commit has no use for SQL"},
		"early use":  {step(scenario.Do{Op: target.OpQuery, Session: "b", SQL: "SELECT 1"}), `query on session "b", which was never connected`},
		"twice":      {step(scenario.Do{Op: target.OpConnect, Session: "a"}), `session "a" is connected already`},
		"user":       {step(scenario.Do{Op: target.OpQuery, Session: "a", SQL: "x", User: "u"}), "only a connect and a pool_open have a User"},
		"lifetime":   {step(scenario.Do{Op: target.OpQuery, Session: "a", SQL: "x", Check: time.Second}), "only a pool_open has a MaxLifetime, and only it and a wait_notification a Check"},
		"fetch":      {step(scenario.Do{Op: target.OpBegin, Session: "a", Fetch: 2}), "only a query can Fetch"},
		"track":      {step(scenario.Do{Op: target.OpBegin, Session: "a", Track: true}), "only a commit can Track"},
		"resolution": {step(scenario.Do{Op: target.OpCommit, Session: "a", Expect: scenario.Expect{Resolution: []target.Resolution{target.ResolvedAborted}}}), "only a resolve has a Resolution"},
		"async":      {step(scenario.Do{Op: target.OpClose, Session: "a", Async: true}), "close can't be async"},
		"pool":       {step(scenario.Do{Op: target.OpPoolAcquire, Session: "b", Pool: "p"}), `pool "p", which is not open`},
		"negative":   {step(scenario.Do{Op: target.OpCommit, Session: "a", Timeout: -1}), "can't be negative"},
		"rows":       {step(scenario.Do{Op: target.OpQuery, Session: "a", SQL: "x", Expect: scenario.Expect{Fails: true, Rows: [][]string{}}}), "no rows to expect"},
		"at least":   {step(scenario.Do{Op: target.OpCommit, Session: "a", Expect: scenario.Expect{AtLeast: time.Hour}}), "AtLeast 1h0m0s is longer"},
		"rig":        {valid(scenario.Step{Rig: &scenario.Rig{}}), "a rig step needs SQL or Until"},
		"rig name":   {valid(scenario.Step{Rig: &scenario.Rig{SQL: "x"}}), "needs a session"},
		"truth":      {scenario.Scenario{ID: "a/b", Title: "t", Steps: valid().Steps, Truth: []scenario.Truth{{}}}, "truth 1 needs a name and SQL"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.give.Validate()
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("want an error with %q, got: %v", tt.want, err)
			}
		})
	}
}

func TestAFailedConnectLeavesNoSession(t *testing.T) {
	s := valid()
	s.Steps[0].Do.Expect.Condition = []pgdiag.Condition{"connection_refused"}
	s.Steps = append(s.Steps, do(target.OpQuery, "SELECT 1"))
	if err := s.Validate(); err == nil {
		t.Fatal("a query on a session that never was passed")
	}
}

func TestCapabilitiesComeFromTheOperations(t *testing.T) {
	s := valid(do(target.OpBegin, ""), do(target.OpCommit, ""), do(target.OpStatus, ""))
	s.Given.Needs = []target.Capability{target.CapClass}
	got := s.Capabilities()
	want := []target.Capability{target.CapClass, target.CapStatus, target.CapTx}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Fatalf("want %v, got %v", want, got)
	}
}

func TestCapabilitiesComeFromTheFields(t *testing.T) {
	commit, pool := do(target.OpCommit, ""), scenario.Step{Do: &scenario.Do{Op: target.OpPoolOpen, Pool: "p", Check: time.Second}}
	commit.Do.Track = true
	got := valid(commit, pool, do(target.OpResolve, "")).Capabilities()
	want := []target.Capability{target.CapPool, target.CapResolve, target.CapTx, target.CapUpkeep}
	if !slices.Equal(got, want) {
		t.Fatalf("want %v, got %v", want, got)
	}
}

// A connect that is under way can be given up.
func TestWhatIsUnderWayCanBeCancelled(t *testing.T) {
	s := valid(do(target.OpCancel, ""))
	s.Steps[0].Do.Expect.Fails = true
	if err := s.Validate(); err == nil {
		t.Error("a cancel of a session that never was passed")
	}
	s.Steps[0].Do.Async = true
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
}
