package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// unknownForAll is npgsql#1515: a server that says no is as much in doubt as one that says nothing.
var unknownForAll = Mutant{
	name: "unknown-for-all", Mistake: "says of every error that the outcome is unknown",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		e.Outcome, e.Retry = pgdiag.OutcomeUnknown, pgdiag.RetryVerifyFirst
	}),
}
