package sweep_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/mutant"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// What the server may say at any time, and how it may refuse any statement, is met at every message where it can be.
func TestWhatTheServerSaysItself(t *testing.T) {
	for _, name := range []string{"transaction", "extended"} {
		cfg := sweep.Config{Workloads: workload(t, name), Faults: []string{"notice", "parameter_status", "error", "fatal"}}
		met := map[string]int{}
		for _, r := range swept(t, reference.New(), cfg).Results {
			if r.Outcome != verdict.Pass {
				t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
			}
			if p, err := sweep.Parse(r.ID); err == nil {
				met[p.Fault]++
			}
		}
		for _, fault := range cfg.Faults {
			if met[fault] < 3 {
				t.Errorf("%s: %d points of %s", name, met[fault], fault)
			}
		}
	}
}

// Whoever makes nothing of what the server says itself is caught where it is said.
func TestWhatTheServerSaysItselfIsJudged(t *testing.T) {
	var swallows target.Target
	for _, m := range mutant.All() {
		if m.Name() == "swallows-errors" {
			swallows = m
		}
	}
	for _, c := range []struct {
		fault, point string
		target       target.Target
	}{
		{"notice", "sweep/statement/notice:downstream:ReadyForQuery:1:before", givesUpLater()},
		{"error", "sweep/statement/error:upstream:Query:1:before", swallows},
		{"fatal", "sweep/statement/fatal:upstream:Query:1:before", swallows},
	} {
		results := swept(t, c.target, sweep.Config{Workloads: workload(t, "statement"), Faults: []string{c.fault}, Point: c.point}).Results
		if r := results[len(results)-1]; r.ID != c.point || r.Outcome != verdict.Fail {
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		}
	}
}
