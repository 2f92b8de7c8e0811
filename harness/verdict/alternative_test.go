package verdict_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestAnAlternativeIsWhole holds that an answer is right by one expectation or by another, and by no mixture of them.
func TestAnAlternativeIsWhole(t *testing.T) {
	other := expect
	other.Status, other.Outcome = []pgdiag.Status{pgdiag.StatusFaulty}, []pgdiag.Outcome{pgdiag.OutcomeRolledBack}
	for name, tt := range map[string]struct {
		status  pgdiag.Status
		outcome pgdiag.Outcome
		want    verdict.Outcome
	}{
		"the first":   {pgdiag.StatusOpen, pgdiag.OutcomeUnknown, verdict.Pass},
		"the other":   {pgdiag.StatusFaulty, pgdiag.OutcomeRolledBack, verdict.Pass},
		"a mixture":   {pgdiag.StatusOpen, pgdiag.OutcomeRolledBack, verdict.Fail},
		"less of one": {"", pgdiag.OutcomeUnknown, verdict.Weak},
	} {
		t.Run(name, func(t *testing.T) {
			c := passingCase()
			c.Scenario.Steps[1].Do.Expect.Or = []scenario.Expect{other}
			c.Observed[1].Answer.Status, c.Observed[1].Answer.Error.Outcome = tt.status, tt.outcome
			if r := verdict.Judge(c); r.Outcome != tt.want {
				t.Errorf("want %s, got %s: %s", tt.want, r.Outcome, r.Reason)
			}
		})
	}
}

// TestWhatANotificationCarriesIsJudged holds the payload against what was sent, and the first error against the first.
func TestWhatANotificationCarriesIsJudged(t *testing.T) {
	c := passingCase()
	c.Scenario.Steps[2].Do.Expect.Payload = "one"
	if r := verdict.Judge(c); r.Outcome != verdict.Fail || r.Findings[0].Rule != "payload" {
		t.Errorf("no payload: %s: %s", r.Outcome, r.Reason)
	}
	c.Observed[2].Answer.Payload = "one"
	c.Scenario.Steps[1].Do.Expect.First = []string{"23505"}
	if r := verdict.Judge(c); r.Outcome != verdict.Weak {
		t.Errorf("no first error: %s: %s", r.Outcome, r.Reason)
	}
	c.Observed[1].Answer.Error.First = "40001"
	if r := verdict.Judge(c); r.Outcome != verdict.Fail || r.Findings[0].Rule != "first" {
		t.Errorf("another first error: %s: %s", r.Outcome, r.Reason)
	}
}
