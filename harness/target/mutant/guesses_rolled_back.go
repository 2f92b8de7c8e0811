package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// guessesRolledBack is gfarm#281: an error at COMMIT means that nothing was committed.
var guessesRolledBack = Mutant{
	name: "guesses-rolled-back", Mistake: "says that nothing was written where nobody can know",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.Outcome == pgdiag.OutcomeUnknown {
			e.Outcome, e.Retry = pgdiag.OutcomeRolledBack, pgdiag.RetryReconnect
		}
	}),
}
