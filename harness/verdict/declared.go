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
	undeclared := dev.undeclared(r)
	switch {
	case matches && undeclared == "":
		r.Outcome, r.Reason = ExpectedFail, fmt.Sprintf("declared: %s (%s)", dev.Why, r.Reason)
	case r.Outcome == Pass, r.Outcome == Weak && dev.Outcome == Fail:
		r.Reason = fmt.Sprintf("declared as %s, and no longer so: %s", dev.Outcome, dev.Why)
		r.Outcome = UnexpectedPass
	case r.Outcome == Fail:
		r.Reason += fmt.Sprintf(" (declared as %s", dev.Outcome)
		switch {
		case undeclared != "":
			r.Reason += ", and not by " + undeclared
		case dev.Rule != "":
			r.Reason += " by rule " + dev.Rule
		}
		r.Reason += ", which this is not)"
	}
	return r
}

// undeclared is the cause of a finding that is not among those that are declared: one that is as grave as what is.
func (d Deviation) undeclared(r Result) string {
	if len(d.Causes) == 0 {
		return ""
	}
	for _, f := range r.Findings {
		if f.Outcome == d.Outcome && !slices.Contains(d.Causes, f.Cause) {
			return f.Cause
		}
	}
	return ""
}
