package verdict_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// What the server holds where a wait of ours did not come about is held against nobody, whether the target is one of ours or not;
// where the target is known to have gone wrong it stays red.
func TestTheServerProvesNothingOfWhatNeverCameAbout(t *testing.T) {
	ok := true
	for _, tt := range []struct {
		name    string
		trouble []verdict.Trouble
		faults  []verdict.Injected
		crashed bool
		want    verdict.Outcome
	}{
		{"all came about", nil, nil, false, verdict.Fail},
		{"a wait that did not", []verdict.Trouble{{Step: 2, Text: "wait until", Consequence: true}}, nil, false, verdict.HarnessError},
		{"a fault that did not", nil, []verdict.Injected{{Step: 2, Name: "delay"}}, false, verdict.HarnessError},
		{"a crash", []verdict.Trouble{{Step: 2, Text: "wait until", Consequence: true}}, nil, true, verdict.Fail},
	} {
		c := verdict.Case{
			Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "reference", Reports: target.Reports}, Conns: -1,
			Expected: []verdict.Expected{{Step: 1}, {Step: 3}},
			Observed: []verdict.Observed{{Step: 1, Request: target.Request{ID: 1, Op: target.OpConnect, Session: "a"}, Answer: target.Answer{OK: &ok}}},
			Troubles: tt.trouble, Faults: tt.faults,
			Truth: []verdict.TruthAnswer{{Name: "the row is there", Want: [][]string{{"mine"}}}},
		}
		if tt.crashed {
			c.Observed[0].Answer.OK, c.Observed[0].Failure, c.Observed[0].FailureKind = nil, "it is dead", verdict.Crash
		}
		r := verdict.Judge(c)
		if r.Outcome != tt.want {
			t.Errorf("%s: it is %s (%s), want %s", tt.name, r.Outcome, r.Reason, tt.want)
		}
		for _, f := range r.Findings {
			if red := f.Rule == "truth" && f.Outcome == verdict.Fail; red != (tt.want == verdict.Fail) && f.Rule == "truth" {
				t.Errorf("%s: what the server holds is %s", tt.name, f.Outcome)
			}
		}
	}
}

// A target that did what it reports, where nothing was broken, is not blamed for a success: it is our fault that has not fired, and
// that is what is said. One that reports what the wire does not show stays red.
func TestASuccessWhereNoFaultHasFiredIsNobodysMistake(t *testing.T) {
	for _, tt := range []struct {
		name string
		tags []string
		want verdict.Outcome
	}{
		{"it is done", []string{"COMMIT"}, verdict.HarnessError},
		{"it is not done", nil, verdict.Fail},
	} {
		ok := true
		r := verdict.Judge(verdict.Case{
			Scenario: scenario.Scenario{ID: "a/b", Steps: []scenario.Step{{Do: &scenario.Do{
				Op: target.OpCommit, Session: "a", Expect: scenario.Expect{Fails: true, Outcome: []pgdiag.Outcome{pgdiag.OutcomeUnknown}},
			}}}},
			Target: target.Hello{Name: "reference", Reports: target.Reports}, Conns: -1,
			Faults: []verdict.Injected{{Step: 1, Name: "close", At: "somewhere", Unfired: `there came CommandComplete "COMMIT"`}},
			Observed: []verdict.Observed{{
				Step: 1, Request: target.Request{ID: 1, Op: target.OpCommit, Session: "a"}, Answer: target.Answer{OK: &ok, Status: pgdiag.StatusOpen, Tx: pgdiag.TxIdle},
				Wire: &verdict.Wire{Exchanges: []verdict.Exchange{{Conn: 1, Sent: "Query", SQL: "commit", Bytes: 12, Tags: tt.tags, Tx: "I"}}},
			}},
		})
		if r.Outcome != tt.want {
			t.Errorf("%s: it is %s (%s), want %s", tt.name, r.Outcome, r.Reason, tt.want)
		}
	}
}
