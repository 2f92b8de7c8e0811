package verdict

import (
	"fmt"
	"slices"
)

// Declared holds a result against the declared deviations: what is declared and found is an expected failure, what is
// declared and gone is an unexpected pass, and what differs from its declaration stays what it is.
func (d Deviations) Declared(r Result) Result {
	dev, ok := d[r.ID]
	if !ok {
		return r
	}
	r.Declared = &dev
	matches := r.Outcome == dev.Outcome && (dev.Rule == "" || slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Rule == dev.Rule && f.Outcome == dev.Outcome
	}))
	switch {
	case matches:
		r.Outcome, r.Reason = ExpectedFail, fmt.Sprintf("declared: %s (%s)", dev.Why, r.Reason)
	case r.Outcome == Pass, r.Outcome == Weak && dev.Outcome == Fail:
		r.Reason = fmt.Sprintf("declared as %s, and no longer so: %s", dev.Outcome, dev.Why)
		r.Outcome = UnexpectedPass
	case r.Outcome == Fail:
		r.Reason += fmt.Sprintf(" (declared as %s", dev.Outcome)
		if dev.Rule != "" {
			r.Reason += " by rule " + dev.Rule
		}
		r.Reason += ", which this is not)"
	}
	return r
}
