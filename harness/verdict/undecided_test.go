package verdict_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/verdict"
)

func TestWhatAJudgeWasLateForIsUnknown(t *testing.T) {
	for outcome, want := range map[verdict.Outcome]verdict.Outcome{
		verdict.Fail: verdict.Unknown, verdict.HarnessError: verdict.Unknown, verdict.Pass: verdict.Pass, verdict.Weak: verdict.Weak,
		verdict.Skipped: verdict.Skipped,
	} {
		r := verdict.Undecided(verdict.Result{Outcome: outcome, Reason: "it took 11s"}, "the judge stood still for 10s")
		if r.Outcome != want {
			t.Errorf("%s became %s, expected %s", outcome, r.Outcome, want)
		}
		if want == verdict.Unknown && !strings.Contains(r.Reason, "since the judge stood still for 10s") {
			t.Errorf("the reason is %q", r.Reason)
		}
	}
}
