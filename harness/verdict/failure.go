package verdict

import (
	"fmt"

	"github.com/pgfault/pgfault/harness/target"
)

// FailureKind is why an operation got no answer.
type FailureKind string

// The kinds of failure.
const (
	Hang   FailureKind = "hang"   // the target did not answer in time
	Crash  FailureKind = "crash"  // the target's process died, or it panicked
	Breach FailureKind = "breach" // the target wrote what the shim protocol does not know
)

// failures judges operations that got no answer: no hang past the deadline, no crash. A breach of the shim protocol is
// an error of the harness, of which a shim is a part.
func failures(c *Case) []Finding {
	var out []Finding
	for _, o := range c.operations() {
		if o.Failure == "" {
			continue
		}
		f := Finding{Outcome: Fail, Rule: string(o.FailureKind), Step: o.Step, Text: fmt.Sprintf("%s: %s", describeRequest(o.Request), o.Failure)}
		if o.FailureKind == Breach {
			f.Outcome = HarnessError
		}
		out = append(out, f)
	}
	return out
}

// operations is every operation that the target was asked for.
func (c *Case) operations() []Observed {
	all := append([]Observed(nil), c.Observed...)
	for _, p := range c.Probes {
		all = append(all, p.Did...)
	}
	return all
}

// unseenConnections judges connections that were reported and never seen: no success reported for what did not happen.
func unseenConnections(c *Case) []Finding {
	if c.Conns < 0 {
		return nil
	}
	var claimed []Observed
	for _, o := range c.operations() {
		if o.Request.Op == target.OpConnect && o.Answer.Succeeded() {
			claimed = append(claimed, o)
		}
	}
	if len(claimed) <= c.Conns {
		return nil
	}
	which := claimed[c.Conns]
	return []Finding{{
		Outcome: Fail, Rule: "phantom", Step: which.Step,
		Text: fmt.Sprintf("%s: reported a connection that never reached the server: %d were reported, the wire saw %d", describeRequest(which.Request), len(claimed), c.Conns),
	}}
}
