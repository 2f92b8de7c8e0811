package scenarios_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TestDeadlinesLeaveRoom holds that a deadline, which has no event to wait for, leaves room for what must come before it:
// otherwise a busy machine changes the verdict.
func TestDeadlinesLeaveRoom(t *testing.T) {
	for _, s := range scenarios.All() {
		for i, st := range s.Steps {
			if st.Do != nil && hasty(*st.Do) {
				t.Errorf("%s: step %d: %s has %s until its caller's deadline, which a busy machine may need to come so far: say step.Expires",
					s.ID, i+1, st.Do.Op, st.Do.Timeout)
			}
		}
	}
}

// hasty tells whether an operation's deadline may pass before anything has happened. One for which nothing needs to
// happen can't be too short: a wait in vain, and what is asked of a connection that is gone.
func hasty(do scenario.Do) bool {
	inVain := do.Op == target.OpWaitNotification && do.Expect.MustFail() || slices.Contains(do.Expect.Outcome, pgdiag.OutcomeNotSent)
	return do.Timeout > 0 && do.Timeout < step.Room && !inVain
}
