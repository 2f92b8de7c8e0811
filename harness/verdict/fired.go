package verdict

import (
	"fmt"
	"slices"
)

// firings judges our own faults: one that did not fire is an error of ours, not a pass. It is none where the target
// kept it from firing, which is then what the scenario found; others are those findings.
func firings(c *Case, others []Finding) []Finding {
	var out []Finding
	outcome := HarnessError
	switch {
	case slices.ContainsFunc(others, func(f Finding) bool { return f.Outcome == Unsupported }):
		return nil
	case targetAtFault(others):
		outcome = Fail
	case !c.Target.Ours() && c.refusedHere():
		outcome = NotMet
	}
	for _, f := range c.Faults {
		if len(f.Firings) > 0 {
			continue
		}
		text := fmt.Sprintf("fault %s never fired", f.Name)
		if f.At != "" {
			text += " (" + f.At + ")"
		}
		if f.Unfired != "" {
			text += ": " + f.Unfired
		}
		found := Finding{Outcome: outcome, Rule: ruleFired, Cause: cause(ruleFired, f.Name), Step: f.Step, Text: text}
		if f.NotMet && !c.Target.Ours() && outcome == HarnessError {
			found.Outcome = NotMet
		}
		out = append(out, found)
	}
	for _, t := range c.Troubles {
		if t.Consequence {
			out = append(out, Finding{Outcome: outcome, Rule: ruleCameAbout, Cause: ruleCameAbout, Step: t.Step, Text: t.Text})
		}
	}
	return out
}

// unfired tells whether a fault has not acted at all.
func (c *Case) unfired() bool {
	return slices.ContainsFunc(c.Faults, func(f Injected) bool { return len(f.Firings) == 0 })
}

// notMet tells whether the client did something else than a fault waits for. The targets of this repository are known to do
// what the scenarios wait for: where one does not, it is an error of ours.
func (c *Case) notMet() bool {
	return !c.Target.Ours() && slices.ContainsFunc(c.Faults, func(f Injected) bool { return f.NotMet && len(f.Firings) == 0 })
}

// refusedHere tells whether the server has refused a statement of the client's own making, where another client sends one that it
// carries out: what the scenario waits for then does not come about, and nobody is to blame.
func (c *Case) refusedHere() bool {
	return slices.ContainsFunc(c.Observed, func(o Observed) bool {
		do := c.step(o.Step)
		return do != nil && !do.MustFail() && !o.Answer.Succeeded() && c.refused(o) != ""
	})
}

// The rules by which what a scenario needs has to come about: its faults fire, what it waits for comes true, and nothing else
// goes wrong on our side.
const (
	ruleFired     = "fired"
	ruleCameAbout = "came_about"
	ruleHarness   = "harness"
)

// Prevented tells whether all that makes an error of the harness of it is that what the scenario needs did not come about.
// It is an error of ours where the target is right. One that is known to be wrong may have kept it from coming about, in a
// way that the judge can't tell.
func (r Result) Prevented() bool {
	return r.Outcome == HarnessError && len(r.Findings) > 0 && !slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Outcome == HarnessError && f.Rule != ruleFired && f.Rule != ruleCameAbout
	})
}

// troubles judges what went wrong on our side and can't be the target's doing.
func troubles(c *Case) []Finding {
	var out []Finding
	for _, t := range c.Troubles {
		if !t.Consequence {
			out = append(out, Finding{Outcome: HarnessError, Rule: ruleHarness, Cause: ruleHarness, Step: t.Step, Text: t.Text})
		}
	}
	return out
}

// targetAtFault tells whether the target is known to have done what keeps a conversation from coming about: it gave no
// answer, it claimed a connection that never was, it failed where a client must not, it gave up too early, it would not do
// what it declared, it went past the wire, or it left out arguments. That an
// answer was late excuses nothing: so is that of a machine which is too busy.
func targetAtFault(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool {
		if f.Outcome != Fail {
			return false
		}
		switch f.Rule {
		case string(Hang), string(Crash), "phantom", ruleSuccess, ruleRows, "early", ruleSupports, rulePast, ruleArgs, ruleFalseSuccess:
			return true
		}
		return false
	})
}
