// Package verdict holds the outcomes of a scenario, and how a target's claims are held against the truth.
package verdict

// Outcome is what became of a scenario on a target.
type Outcome string

// The outcomes, in order of priority: where several apply, the first is the scenario's.
const (
	Fail           Outcome = "fail"            // a red finding, also beside an error of ours
	HarnessError   Outcome = "harness_error"   // nothing but an error of ours: the rig broke, or the fault never fired
	UnexpectedPass Outcome = "unexpected_pass" // a declared deviation passes now
	Unknown        Outcome = "unknown"         // the judge could not decide
	Weak           Outcome = "weak"            // acceptable, not recommended
	ExpectedFail   Outcome = "expected_fail"   // a declared deviation
	Pass           Outcome = "pass"
	NotMet         Outcome = "not_met"     // the client never did what the fault waits for
	Unsupported    Outcome = "unsupported" // the target said that it cannot
	Skipped        Outcome = "skipped"     // not applicable here, with its reason
)

// Outcomes lists the outcomes in order of priority.
var Outcomes = []Outcome{Fail, HarnessError, UnexpectedPass, Unknown, Weak, ExpectedFail, Pass, NotMet, Unsupported, Skipped}
