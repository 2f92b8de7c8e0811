package verdict

import (
	"fmt"
	"time"

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
		f := red(Safety, string(o.FailureKind), o, "", o.Failure)
		if o.Request.Op == target.OpClose {
			f.Cause = cause(f.Rule, string(o.Request.Op)) // however far the connection had come
		}
		switch {
		case o.FailureKind == Breach:
			f.Outcome, f.Question = HarnessError, ""
		case o.FailureKind == Hang && c.excused(o):
			f.Outcome, f.Question, f.Rule = Unsupported, "", ruleTrait
			f.Cause, f.Text = cause(ruleTrait, "deadline", "none"), describeRequest(o.Request)+": no deadline ends it: the target declared that it keeps none"
		}
		out = append(out, f)
	}
	return out
}

// excused tells whether a target that keeps no deadline may hang in a call: in the one that meets the fault, and not when all
// faults are healed.
func (c *Case) excused(o Observed) bool {
	_, promised := c.Target.Has().Promised(o.Request.Op, time.Second)
	return !promised && o.Step > 0
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
	text := fmt.Sprintf("reported a connection that never reached the server: %d were reported, the wire saw %d", len(claimed), c.Conns)
	return []Finding{red(Safety, "phantom", which, "", text)}
}
