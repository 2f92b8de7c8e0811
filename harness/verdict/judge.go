package verdict

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/target"
)

// rule is one thing that the judge looks for.
type rule func(c *Case) []Finding

// rules are all that the judge looks for, in the order of its findings where their outcomes are alike.
var rules = []rule{
	failures, troubles, unsupportedOperations, unseenConnections, axes, rows, payloads, times, recovery, leaks, held, truth, crossed,
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
	if c.Unexpecting {
		asked = slices.Concat(invariants, []rule{func(c *Case) []Finding { return c.Found }})
	}
	r := conclude(&c, asked)
	if c.Stood != "" {
		r = Undecided(r, c.Stood)
	}
	return r
}

// invariants are the rules that hold in whatever is done: they need no expectation.
var invariants = []rule{failures, troubles, unsupportedOperations, unseenConnections, times, recovery, leaks, held, crossed}

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
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(priority(a.Outcome), priority(b.Outcome)) })

	r := Result{
		ID: c.Scenario.ID, Target: c.Target.Name, Outcome: Pass, Findings: findings, Case: *c,
		DurationMS: float64(c.Duration.Microseconds()) / 1000,
	}
	if len(findings) > 0 {
		r.Outcome, r.Reason = findings[0].Outcome, findings[0].String()
	}
	return r
}

// Skip is the result of a scenario that was not run, with its reason.
func Skip(id, targetName string, outcome Outcome, reason string) Result {
	return Result{
		ID: id, Target: targetName, Outcome: outcome, Reason: reason,
		Findings: []Finding{{Outcome: outcome, Rule: "applicable", Text: reason}},
	}
}

// String is the finding in one line.
func (f Finding) String() string {
	if f.Step > 0 {
		return fmt.Sprintf("step %d: %s", f.Step, f.Text)
	}
	return f.Text
}

// priority is the place of an outcome in Outcomes.
func priority(o Outcome) int {
	if i := slices.Index(Outcomes, o); i >= 0 {
		return i
	}
	return -1
}

// Worse tells whether a comes before b in priority.
func Worse(a, b Outcome) bool { return priority(a) < priority(b) }

// consequences drops what follows from a target that can't do what was asked: a scenario that was not done to its end
// is not weak, and what the server then holds proves nothing.
func consequences(findings []Finding) []Finding {
	if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Rule == ruleSupports }) {
		return findings
	}
	return slices.DeleteFunc(findings, func(f Finding) bool { return f.Outcome == Weak || f.Rule == "truth" })
}

// describeRequest names an operation in a finding.
func describeRequest(req target.Request) string {
	switch {
	case req.Session != "":
		return fmt.Sprintf("%s on %s", req.Op, req.Session)
	case req.Pool != "":
		return fmt.Sprintf("%s on %s", req.Op, req.Pool)
	}
	return string(req.Op)
}
