package sweep_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/sweep"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/mutant"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// workload gives a built-in workload.
func workload(t *testing.T, name string) []sweep.Workload {
	t.Helper()
	all, err := sweep.Workloads()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(all, func(w sweep.Workload) bool { return w.Name() == name })
	if at < 0 {
		t.Fatalf("no workload %s", name)
	}
	return all[at : at+1]
}

func recorded(t *testing.T, tgt target.Target, cfg sweep.Config) *sweep.Sweep {
	t.Helper()
	cfg.Target, cfg.Server, cfg.Seed = tgt, server, 7
	s, err := sweep.Record(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// swept gives the result of each point, and that without a fault.
func swept(t *testing.T, tgt target.Target, cfg sweep.Config) engine.Report {
	t.Helper()
	s := recorded(t, tgt, cfg)
	report, err := s.Run(t.Context(), sweep.Watch{})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Results) != s.Total() || report.Interrupted {
		t.Fatalf("%d results of %d", len(report.Results), s.Total())
	}
	return report
}

// TestTheReferencePasses is also the proof that each point fires: one that does not is an error of the harness.
func TestTheReferencePasses(t *testing.T) {
	all, err := sweep.Workloads()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range all {
		t.Run(w.Name(), func(t *testing.T) {
			report := swept(t, reference.New(), sweep.Config{Workloads: []sweep.Workload{w}, Faults: []string{"reset"}})
			for _, r := range report.Results {
				if r.Outcome != verdict.Pass {
					t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
				}
			}
			if len(report.Results) < 120 {
				t.Errorf("only %d points", len(report.Results))
			}
		})
	}
}

// TestSilence is what is heard of by deadlines, if at all.
func TestSilence(t *testing.T) {
	cfg := sweep.Config{Workloads: workload(t, "statement"), Faults: []string{"half_close", "hold", "swallow"}, Parallel: engine.Parallel()}
	for _, r := range swept(t, reference.New(), cfg).Results {
		if r.Outcome != verdict.Pass {
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		}
	}
}

// A deadline that comes before the fault tries nothing: the client is given more time, until it meets the fault.
func TestADeadlineThatIsTooShort(t *testing.T) {
	const point = "sweep/statement/hold:downstream:BackendKeyData:1:before"
	cfg := sweep.Config{Workloads: workload(t, "statement"), Faults: []string{"hold"}, Point: point, Deadline: time.Millisecond}
	results := swept(t, reference.New(), cfg).Results
	if r := results[len(results)-1]; r.ID != point || r.Outcome != verdict.Pass || len(r.Firings()) != 1 {
		t.Errorf("%s: %s: %s (%v)", r.ID, r.Outcome, r.Reason, r.Firings())
	}
}

// TestEveryByte has a point before each byte, and after the last.
func TestEveryByte(t *testing.T) {
	s := recorded(t, reference.New(), sweep.Config{Workloads: workload(t, "statement"), Faults: []string{"close"}, Every: sweep.EveryByte})
	var places []string
	for _, p := range s.Points() {
		if p.Message == "ReadyForQuery" && p.Occurrence == 2 {
			places = append(places, p.Place)
		}
	}
	if want := []string{"0", "1", "2", "3", "4", "5", "after"}; !slices.Equal(places, want) {
		t.Errorf("a message of 6 bytes has points at %q, not at %q", places, want)
	}
}

// Each wrong target is caught at the point where it is wrong, for the reason that it is.
func TestWrongTargetsAreCaught(t *testing.T) {
	byName := func(name string) target.Target {
		for _, m := range mutant.All() {
			if m.Name() == name {
				return m
			}
		}
		t.Fatalf("no mutant %s", name)
		return nil
	}
	for _, c := range []struct {
		target  target.Target
		point   string
		outcome verdict.Outcome
		reason  string
	}{
		{byName("guesses-rolled-back"), "transaction/reset:downstream:CommandComplete:3:before", verdict.Fail, `commit: failed, and claimed "rolled_back", and the server holds what step 4 leaves`},
		{byName("guesses-committed"), "transaction/reset:upstream:Query:3:before", verdict.Fail, `commit: failed, and claimed "committed", and the server holds what was there at first`},
		{byName("guesses-not-sent"), "statement/reset:downstream:CommandComplete:1:before", verdict.Fail, `query: failed, and claimed "not_sent"`},
		{byName("unknown-for-all"), "transaction/reset:upstream:Query:2:before", verdict.Weak, `the outcome is "unknown", though no COMMIT was asked for`},
		{byName("retries-everything"), "statement/reset:downstream:CommandComplete:1:body", verdict.Fail, "the server holds what no step leaves"},
		{byName("retries-commit"), "transaction/reset:upstream:Query:3:before", verdict.Fail, "every step reported success, and the server holds what was there at first"},
		{byName("swallows-errors"), "statement/close:upstream:Query:1:body", verdict.Fail, "reported success"},
		{byName("crashes-on-errors"), "statement/reset:upstream:Query:1:body", verdict.Fail, "target panicked"},
		{byName("waits-forever"), "statement/hold:downstream:CommandComplete:1:before", verdict.Fail, "no answer to query"},
		{byName("never-faulty"), "statement/reset:upstream:Query:1:body", verdict.Fail, "session a, claimed open: query failed"},
		{pgxstdlib.New(), "statement/reset:downstream:CommandComplete:1:before", verdict.Weak, "did not report whether it was done"},
	} {
		t.Run(c.target.Name(), func(t *testing.T) {
			p, err := sweep.Parse(c.point)
			if err != nil {
				t.Fatal(err)
			}
			results := swept(t, c.target, sweep.Config{Workloads: workload(t, p.Workload), Faults: []string{p.Fault}, Point: p.ID()}).Results
			r := results[len(results)-1]
			if r.ID != p.ID() || r.Outcome != c.outcome || !strings.Contains(r.Reason, c.reason) {
				t.Errorf("%s: %s: %s\nwant %s with %q", r.ID, r.Outcome, r.Reason, c.outcome, c.reason)
			}
		})
	}
	for name, reason := range map[string]string{
		"always-ok": "never reached the server", "leaks-connections": "a connection outlived its session",
		"loses-last-row": "rows are", "loses-writes": "rows are no rows",
	} {
		t.Run(name, func(t *testing.T) {
			results := swept(t, byName(name), sweep.Config{Workloads: workload(t, "statement")}).Results
			found := slices.ContainsFunc(results[0].Findings, func(f verdict.Finding) bool {
				return f.Outcome == verdict.Fail && strings.Contains(f.String(), reason)
			})
			if len(results) != 1 || results[0].Outcome != verdict.Fail || !found {
				t.Errorf("who is wrong without a fault gives %d results, the first %s: %v", len(results), results[0].Outcome, results[0].Findings)
			}
		})
	}
}

func TestAPointThatIsNotThere(t *testing.T) {
	cfg := sweep.Config{
		Workloads: workload(t, "statement"), Target: reference.New(), Server: server, Point: "sweep/statement/reset:upstream:Query:99:before",
	}
	if _, err := sweep.Record(t.Context(), cfg); !errors.Is(err, sweep.ErrNoPoint) {
		t.Errorf("got %v", err)
	}
}

func TestTheSamePointsAgain(t *testing.T) {
	ids := func() []string {
		var out []string
		for _, p := range recorded(t, reference.New(), sweep.Config{Workloads: workload(t, "pool")}).Points() {
			out = append(out, p.ID())
		}
		return out
	}
	first, second := ids(), ids()
	if len(first) == 0 || !slices.Equal(first, second) {
		t.Errorf("%d points, and then %d, which are not the same", len(first), len(second))
	}
	for _, id := range first {
		p, err := sweep.Parse(id)
		if err != nil || p.ID() != id {
			t.Fatalf("%s is read as %s (%v)", id, p.ID(), err)
		}
	}
}
