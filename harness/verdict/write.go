package verdict

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
)

// writes judges what was said of the write, and what may be done: wrong in the dangerous direction is red, over-cautious is
// amber.
func (c *Case) writes(o Observed, want []scenario.Expect) []Finding {
	e := o.Answer.Error
	if e == nil {
		return nil
	}
	var out []Finding
	if f, is := outcome(o, string(e.Outcome), collect(want, func(w scenario.Expect) []string { return texts(w.Outcome) })); is {
		out = append(out, f)
	}
	if f, is := advice(o, string(e.Retry), collect(want, func(w scenario.Expect) []string { return texts(w.Retry) })); is {
		out = append(out, f)
	}
	return out
}

func outcome(o Observed, said string, right []string) (Finding, bool) {
	if said == "" || len(right) == 0 || slices.Contains(right, said) {
		return Finding{}, false
	}
	text := fmt.Sprintf("outcome is %q, expected %s", clip(said), strings.Join(right, " or "))
	switch {
	case said == string(pgdiag.OutcomeNotSent) && nothingSent(o): // the wire knows
		return Finding{}, false
	case said == string(pgdiag.OutcomeUnknown), undone(said) && undone(right[0]):
		return amber(Write, "outcome", o, against(said, right), text), true
	}
	return red(Write, "outcome", o, against(said, right), text), true
}

func nothingSent(o Observed) bool {
	_, asked := o.attempt()
	return o.readable() && !asked
}

func advice(o Observed, said string, right []string) (Finding, bool) {
	if said == "" || len(right) == 0 || slices.Contains(right, said) {
		return Finding{}, false
	}
	text := fmt.Sprintf("retry is %q, expected %s", clip(said), strings.Join(right, " or "))
	verify := string(pgdiag.RetryVerifyFirst)
	if right[0] == verify && said != string(pgdiag.RetryNo) {
		return red(Write, "retry", o, against(said, right), text), true
	}
	return amber(Write, "retry", o, against(said, right), text), true
}
