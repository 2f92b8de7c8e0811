package scenario

import (
	"slices"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// opCapability is the capability that an operation implies. Operations that every target must have are not in it.
var opCapability = map[target.Op]target.Capability{
	target.OpBegin: target.CapTx, target.OpCommit: target.CapTx, target.OpRollback: target.CapTx,
	target.OpPrepare: target.CapPrepare, target.OpExecute: target.CapPrepare,
	target.OpCopyIn: target.CapCopyIn, target.OpCopyOut: target.CapCopy,
	target.OpListen: target.CapListen, target.OpWaitNotification: target.CapListen,
	target.OpCancel: target.CapCancel, target.OpStatus: target.CapStatus,
	target.OpPoolOpen: target.CapPool, target.OpPoolClose: target.CapPool,
	target.OpPoolAcquire: target.CapPool, target.OpPoolRelease: target.CapPool,
	target.OpBatch: target.CapBatch, target.OpQueryRow: target.CapTyped,
	target.OpQueryStart: target.CapUnread, target.OpQueryRest: target.CapUnread,
	target.OpResolve: target.CapResolve,
}

// Needs is the capability that a target must have declared to be asked for a request; ok is false where every target must
// do it.
func Needs(req target.Request) (c target.Capability, ok bool) {
	if req.GivenUp != "" {
		return target.CapGivenUp, true
	}
	c, ok = opCapability[req.Op]
	return c, ok
}

// Capabilities are what a target must have declared to be asked the scenario: what it says it needs, and what its
// operations imply; sorted, each once.
func (s Scenario) Capabilities() []target.Capability {
	all := slices.Clone(s.Given.Needs)
	for _, step := range s.Steps {
		if step.Do == nil {
			continue
		}
		if c, ok := opCapability[step.Do.Op]; ok {
			all = append(all, c)
		}
		if step.Do.Async {
			all = append(all, target.CapConcurrent)
		}
		if step.Do.GivenUp != "" {
			all = append(all, target.CapGivenUp)
		}
		if step.Do.Fetch > 0 {
			all = append(all, target.CapFetch)
		}
		if step.Do.Track {
			all = append(all, target.CapResolve)
		}
		switch {
		case step.Do.Op == target.OpWaitNotification && step.Do.Check > 0:
			all = append(all, target.CapLiveness)
		case step.Do.MaxLifetime > 0, step.Do.Check > 0:
			all = append(all, target.CapUpkeep)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Deadline is the caller's deadline of the operation.
func (d Do) Deadline() time.Duration {
	if d.Timeout > 0 {
		return d.Timeout
	}
	return DefaultTimeout
}

// Within is the time within which the operation must have answered.
func (d Do) Within() time.Duration {
	if d.Expect.Within > 0 {
		return d.Expect.Within
	}
	return d.Deadline() + Grace
}

// MustFail tells whether the operation is expected to fail: said outright, or by any expectation on the error.
func (e Expect) MustFail() bool {
	return e.Fails || len(e.Condition) > 0 || len(e.SQLState) > 0 || len(e.Class) > 0 || len(e.Origin) > 0 ||
		len(e.Scope) > 0 || len(e.Outcome) > 0 || len(e.Retry) > 0 || len(e.First) > 0
}
