package report_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sample shows a run of three scenarios on a renderer, with hostile text in it.
func sample(t *testing.T, r report.Renderer) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(r.Run(report.Run{
		Type: "run", Scenarios: 3, Repeat: 1, Seed: 7,
		Target:  target.Hello{Name: "evil\x1b[31m", Version: "1"},
		Servers: []report.Server{{Provider: "native", Version: "15.18"}},
	}))
	for _, result := range []verdict.Result{
		{ID: "connect/refused", Outcome: verdict.Pass, DurationMS: 12},
		{ID: "network/close-mid-row", Outcome: verdict.Fail, Reason: "said\nok | <b>\x1b[2J\u202e", DurationMS: 31},
		{ID: "data/unique-violation", Outcome: verdict.Skipped, Reason: "not here", DurationMS: 0},
	} {
		must(r.Started(result.ID))
		must(r.Result(report.NewLine("", result)))
	}
	must(r.Summary(report.Summary{
		Type: "summary", Total: 3, Seed: 7, Path: "results/x", ExitCode: 1, DurationMS: 43,
		Counts: map[verdict.Outcome]int{verdict.Pass: 1, verdict.Fail: 1, verdict.Skipped: 1},
		Failures: []report.Failure{{
			ID: "network/close-mid-row", Outcome: verdict.Fail, Reproduce: "pgfault run network/close-mid-row --seed 7",
		}},
	}))
	must(r.Close())
}
