package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// guessesNotSent is driver.ErrBadConn where something was written: a network error means that the server heard nothing.
var guessesNotSent = Mutant{
	name: "guesses-not-sent", Mistake: "says that nothing was sent whenever the network failed",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.Origin == pgdiag.OriginNetwork || e.Origin == pgdiag.OriginCaller {
			e.Outcome, e.Retry = pgdiag.OutcomeNotSent, pgdiag.RetryReconnect
		}
	}),
}
