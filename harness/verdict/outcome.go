// Package verdict holds the outcomes of a scenario, and how a target's claims are held against the truth.
package verdict

// Outcome is what became of a scenario on a target.
type Outcome string

// The outcomes, in order of priority: where several apply, the first is the scenario's.
const (
	HarnessError   Outcome = "harness_error"   // our rig broke, or the fault never fired
	Fail           Outcome = "fail"            // a MUST was violated
	UnexpectedPass Outcome = "unexpected_pass" // a declared deviation passes now
	Unknown        Outcome = "unknown"         // the judge could not decide
	Weak           Outcome = "weak"            // acceptable, not recommended
	ExpectedFail   Outcome = "expected_fail"   // a declared deviation
	Pass           Outcome = "pass"
	Unsupported    Outcome = "unsupported" // the target said that it cannot
	Skipped        Outcome = "skipped"     // not applicable here, with its reason
)

// Outcomes lists the outcomes in order of priority.
var Outcomes = []Outcome{HarnessError, Fail, UnexpectedPass, Unknown, Weak, ExpectedFail, Pass, Unsupported, Skipped}
