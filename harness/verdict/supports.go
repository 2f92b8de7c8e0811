package verdict

import (
	"fmt"

	"github.com/pgfault/pgfault/harness/scenario"
)

// ruleSupports is the rule by which a target does what it declared to do.
const ruleSupports = "supports"

// unsupportedOperations judges operations that the target said it can't do. What it declared it must do, as every target
// must connect, ask and close: else a target that can do nothing would be wrong in nothing.
func unsupportedOperations(c *Case) []Finding {
	for _, o := range c.operations() {
		if !o.Answer.Unsupported {
			continue
		}
		f := Finding{Outcome: Unsupported, Rule: ruleSupports, Cause: cause(ruleSupports, string(o.Request.Op)), Step: o.Step, Text: fmt.Sprintf("%s: unsupported: %s", describeRequest(o.Request), clip(o.Answer.Why))}
		switch needs, some := scenario.Needs(o.Request); {
		case !some:
			f.Outcome = Fail
			f.Text += "; every target must do that"
		case c.Target.Supports(needs):
			f.Outcome = Fail
			f.Text += fmt.Sprintf("; the target declared %q", needs)
		}
		return []Finding{f}
	}
	return nil
}
