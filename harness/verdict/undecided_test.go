package verdict_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/verdict"
)

func TestWhatAJudgeWasLateForIsUnknown(t *testing.T) {
	for outcome, want := range map[verdict.Outcome]verdict.Outcome{
		verdict.Fail: verdict.Unknown, verdict.HarnessError: verdict.Unknown, verdict.Pass: verdict.Pass, verdict.Weak: verdict.Unknown,
		verdict.Skipped: verdict.Skipped,
	} {
		answers := map[verdict.Question]verdict.Outcome{verdict.Safety: outcome, verdict.State: verdict.Pass}
		r := verdict.Undecided(verdict.Result{Outcome: outcome, Reason: "it took 11s", Questions: answers}, "the judge stood still for 10s")
		if r.Outcome != want {
			t.Errorf("%s became %s, expected %s", outcome, r.Outcome, want)
		}
		if safety := r.Questions[verdict.Safety]; (safety == verdict.Undecidable) != (outcome == verdict.Fail || outcome == verdict.Weak) || r.Questions[verdict.State] != verdict.Pass {
			t.Errorf("the answers to %s became %v", outcome, r.Questions)
		}
		if want == verdict.Unknown && !strings.Contains(r.Reason, "since the judge stood still for 10s") {
			t.Errorf("the reason is %q", r.Reason)
		}
	}
}
