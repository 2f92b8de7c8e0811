package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// guessesCommitted is the other guess: what was sent will have arrived.
var guessesCommitted = Mutant{
	name: "guesses-committed", Mistake: "says that it was written where nobody can know",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.Outcome == pgdiag.OutcomeUnknown {
			e.Outcome, e.Retry = pgdiag.OutcomeCommitted, pgdiag.RetryNo
		}
	}),
}
