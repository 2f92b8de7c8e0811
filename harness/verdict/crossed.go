package verdict

import (
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
)

// The rules by which what a target says it did is what the wire has seen of it.
const (
	rulePast = "past"
	ruleArgs = "args"
)

// crossed judges what the target did of which the wire knows better: an answer to a statement that never crossed it whole, as
// of a target that sent nothing or a part of it, or that goes straight to the server; and a statement that was sent without its arguments, which a target that
// ignores them does.
func crossed(c *Case) []Finding {
	var out []Finding
	for _, o := range c.operations() {
		if o.Unseen {
			text := "reported success, and no whole statement of it crossed the wire: the server " +
				"was not asked, or past the address that the target is given"
			out = append(out, red(Safety, rulePast, o, "", text))
		}
		if o.Unbound != "" && !c.expects(o) {
			text := fmt.Sprintf("the statement reached the server without its arguments (%s): does the target ignore args?", o.Unbound)
			out = append(out, red(Safety, ruleArgs, o, "", text))
		}
	}
	return out
}

// expects tells whether it is what the step is about that arguments are missing.
func (c *Case) expects(o Observed) bool {
	do := c.step(o.Step)
	return do != nil && slices.ContainsFunc(append([]scenario.Expect{do.Expect}, do.Expect.Or...), func(e scenario.Expect) bool {
		return slices.Contains(e.SQLState, o.Unbound)
	})
}
