package scenarios_test

import (
	"slices"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TestDeadlinesLeaveRoom holds that a deadline, which has no event to wait for, leaves room for what must come before it:
// otherwise a busy machine changes the verdict.
func TestDeadlinesLeaveRoom(t *testing.T) {
	for _, s := range scenarios.All() {
		for i, st := range s.Steps {
			if st.Do == nil || st.Do.Timeout == 0 {
				continue
			}
			if least := leastDeadline(s.Steps[:i], *st.Do); st.Do.Timeout < least {
				t.Errorf("%s: step %d: %s has %s until its caller's deadline, and needs %s on a busy machine: say step.Expires",
					s.ID, i+1, st.Do.Op, st.Do.Timeout, least)
			}
		}
	}
}

// leastDeadline is how short the deadline of an operation may be, after the steps before it. One for which nothing needs
// to happen can't be too short: a wait in vain, and what is asked of a connection that is gone.
func leastDeadline(before []scenario.Step, do scenario.Do) time.Duration {
	switch {
	case do.Op == target.OpWaitNotification && do.Expect.MustFail() || slices.Contains(do.Expect.Outcome, pgdiag.OutcomeNotSent):
		return 0
	case do.Op == target.OpPoolAcquire && do.Expect.MustFail() || slices.ContainsFunc(before, silences):
		return step.Soon
	}
	return step.Room
}

// silences tells whether a step injects what leaves all unanswered, whatever the client does and however late it does it.
// A zero window is none of them: it is there when the client has filled it.
func silences(st scenario.Step) bool {
	switch f := st.Inject.(type) {
	case fault.Freeze, fault.ContainerPause, fault.FullBacklog, fault.Silence, fault.Latency, fault.PoolerOrder:
		return true
	case fault.Hold:
		return f.At == wire.Position{}
	}
	return false
}
