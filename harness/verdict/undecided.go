package verdict

import (
	"fmt"
	"maps"
)

// Undecided makes of what is held against a target, a red or an amber, or against us, an outcome that is unknown: the judge was
// late or short itself, for the reason given. What speaks for the target stands.
func Undecided(r Result, why string) Result {
	switch r.Outcome {
	case Fail, Weak, HarnessError:
	default:
		return r
	}
	f := Finding{Outcome: Unknown, Rule: "judge", Cause: "judge", Text: fmt.Sprintf("undecided, since %s (%s: %s)", why, r.Outcome, r.Reason)}
	r.Findings = append([]Finding{f}, r.Findings...)
	r.Outcome, r.Reason, r.Stood = Unknown, f.Text, why
	r.Questions = maps.Clone(r.Questions)
	for q, answer := range r.Questions {
		if answer == Fail || answer == Weak {
			r.Questions[q] = Undecidable
		}
	}
	return r
}
