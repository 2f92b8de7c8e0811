package verdict

import (
	"slices"
	"strings"
)

// rule is one thing that the judge looks for.
type rule func(c *Case) []Finding

// rules are all that the judge looks for, in the order of its findings where they are as grave.
var rules = []rule{
	failures, troubles, unsupportedOperations, unseenConnections, falseSuccesses, resent, wireRows, axes, rows, payloads, times, states,
	recovery, leaks, held, bounds, attempts, truth, crossed,
}

// Judge holds the claims of a target against the truth. The outcome is the highest in priority that any rule found; the
// reason is the gravest finding. It reads nothing but the case.
func Judge(c Case) Result {
	if c.Expected == nil {
		c.Expected = expected(c.Scenario)
	}
	if c.Skipped != "" && len(c.Troubles) == 0 {
		r := Skip(c.Scenario.ID, c.Target.Name, Skipped, c.Skipped)
		r.Case = c
		return r
	}
	asked := rules
	switch {
	case c.notMet():
		asked = invariants // what is expected is expected of who meets the fault
	case c.Unexpecting:
		asked = slices.Concat(invariants, []rule{func(c *Case) []Finding { return c.Found }})
	}
	r := conclude(&c, asked)
	if c.Stood != "" {
		r = Undecided(r, c.Stood)
	}
	return r
}

// invariants are the rules that hold in whatever is done: they need no expectation.
var invariants = []rule{
	failures, troubles, unsupportedOperations, unseenConnections, falseSuccesses, resent, times, recovery, leaks, held, crossed,
}

// Invariants judges a case by what must be so whatever was done, and not by what its scenario expects; found is what the
// caller, who knows what the scenario does, has found besides.
func Invariants(c Case, found ...Finding) Result {
	c.Unexpecting, c.Found = true, found
	return Judge(c)
}

// conclude gathers what rules find, and what follows from it.
func conclude(c *Case, rules []rule) Result {
	var findings []Finding
	for _, find := range rules {
		findings = append(findings, find(c)...)
	}
	findings = append(findings, firings(c, findings)...)
	findings = consequences(findings)
	slices.SortStableFunc(findings, Graver)
	r := Result{
		ID: c.Scenario.ID, Target: c.Target.Name, Outcome: Pass, Findings: findings, Case: *c,
		Questions: answers(c, findings), DurationMS: float64(c.Duration.Microseconds()) / 1000,
	}
	if counted := slices.IndexFunc(findings, func(f Finding) bool { return priority(f.Outcome) < len(Outcomes) }); counted >= 0 {
		r.Outcome, r.Reason = findings[counted].Outcome, findings[counted].String()
	}
	return r
}

// Skip is the result of a scenario that was not run, with its reason.
func Skip(id, targetName string, outcome Outcome, reason string) Result {
	return Result{
		ID: id, Target: targetName, Outcome: outcome, Reason: reason,
		Findings: []Finding{{Outcome: outcome, Rule: applicable(outcome, reason), Cause: excluded(reason), Text: reason}},
	}
}

// priority is the place of an outcome in Outcomes; what is none of them comes last.
func priority(o Outcome) int {
	if i := slices.Index(Outcomes, o); i >= 0 {
		return i
	}
	return len(Outcomes)
}

// Worse tells whether a comes before b in priority.
func Worse(a, b Outcome) bool { return priority(a) < priority(b) }

// consequences drops what follows from a target that can't do what was asked: a scenario that was not done to its end
// is not weak, and what the server then holds proves nothing. The same holds of a step that an error of ours has ended.
func consequences(findings []Finding) []Finding {
	findings = unmet(withoutOurs(findings))
	if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Rule == ruleSupports || f.Rule == ruleTrait }) {
		return findings
	}
	return slices.DeleteFunc(findings, func(f Finding) bool { return f.Outcome == Weak || f.Rule == ruleTruth })
}

// unmet leaves undecided what the server holds where a fault never fired, or what we waited for never came about, and it is not known that
// the target kept it from that: what is expected of the data is expected of who went all the way.
func unmet(findings []Finding) []Finding {
	if !slices.ContainsFunc(findings, func(f Finding) bool {
		return (f.Rule == ruleFired || f.Rule == ruleCameAbout) && (f.Outcome == HarnessError || f.Outcome == NotMet)
	}) {
		return findings
	}
	out := slices.Clone(findings)
	for i := range out {
		if out[i].Rule == ruleTruth && out[i].Outcome == Fail {
			out[i].Outcome = Undecidable
		}
	}
	return out
}

// withoutOurs drops what is found of steps that an error of ours has ended, and of what the server holds without them.
func withoutOurs(findings []Finding) []Finding {
	ended := map[int]bool{}
	for _, f := range findings {
		if f.Outcome == HarnessError && f.Step > 0 && (f.Rule == ruleHarness || f.Rule == string(Breach)) {
			ended[f.Step] = true
		}
	}
	return slices.DeleteFunc(findings, func(f Finding) bool {
		return len(ended) > 0 && (f.Outcome == Fail || f.Outcome == Weak) && (ended[f.Step] || f.Rule == ruleTruth)
	})
}

// excluded is the cause of a scenario that a trait excludes, of which the reason begins with the trait; empty for any other.
func excluded(reason string) string {
	rest, is := strings.CutPrefix(reason, ruleTrait+" ")
	name, _, _ := strings.Cut(rest, ":")
	if !is {
		return ""
	}
	return cause(ruleTrait, name)
}

func applicable(outcome Outcome, reason string) string {
	if outcome == Unsupported && excluded(reason) != "" {
		return ruleTrait
	}
	return "applicable"
}
