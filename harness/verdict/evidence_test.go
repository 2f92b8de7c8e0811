package verdict_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// A step that may succeed or fail excuses nothing of what the server holds; one whose connection another step has lost does.
func TestAStepThatMayDoEitherExcusesNoTruth(t *testing.T) {
	for _, c := range []struct {
		expect scenario.Expect
		ok     bool
		is     verdict.Outcome
	}{
		{scenario.Expect{Fails: true, OrSucceeds: true}, true, verdict.Fail},
		{scenario.Expect{}, false, verdict.Undecidable},
	} {
		got := verdict.Judge(verdict.Case{
			Scenario: scenario.Scenario{Steps: []scenario.Step{{Do: &scenario.Do{Op: target.OpPoolRelease, Session: "a", Expect: c.expect}}}},
			Observed: []verdict.Observed{{
				Step: 1, Request: target.Request{ID: 1, Op: target.OpPoolRelease, Session: "a"}, Answer: target.Answer{OK: target.Bool(c.ok)},
				Wire: &verdict.Wire{Lost: true},
			}},
			Truth: []verdict.TruthAnswer{{Name: "it is there", Want: [][]string{{"own"}}}},
		})
		found := false
		for _, f := range got.Findings {
			found = found || f.Rule == "truth" && f.Outcome == c.is
		}
		if !found {
			t.Errorf("%+v and %t: a lost row is not %s: %+v", c.expect, c.ok, c.is, got.Findings)
		}
	}
}
