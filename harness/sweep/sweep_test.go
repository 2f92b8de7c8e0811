package sweep_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// workloads gives built-in workloads by name; all where none is named.
func workloads(t *testing.T, names ...string) []sweep.Workload {
	t.Helper()
	all, err := sweep.Workloads()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(w sweep.Workload) bool { return !slices.Contains(names, w.Name()) })
}

// swept sweeps a workload against a target.
func swept(t *testing.T, tgt target.Target, cfg sweep.Config) engine.Report {
	t.Helper()
	cfg.Target, cfg.Server, cfg.Seed = tgt, server, 7
	s, err := sweep.Record(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.Run(t.Context(), sweep.Watch{})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Results) != s.Total() {
		t.Fatalf("%d results for %d points", len(report.Results), s.Total())
	}
	return report
}

func TestTheReferencePasses(t *testing.T) {
	for _, w := range workloads(t) {
		t.Run(w.Name(), func(t *testing.T) {
			report := swept(t, reference.New(), sweep.Config{Workloads: []sweep.Workload{w}})
			for _, r := range report.Results {
				if r.Outcome != verdict.Pass {
					t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
				}
			}
			if len(report.Results) < 200 {
				t.Errorf("only %d points", len(report.Results))
			}
			t.Logf("%d points", len(report.Results)-1)
		})
	}
}
