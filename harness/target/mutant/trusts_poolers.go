package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// trustsPoolers takes whoever sends an ErrorResponse for PostgreSQL: poolers send the unlocalized severity, too.
var trustsPoolers = Mutant{
	name: "trusts-poolers", Mistake: "takes a pooler's word for the server's own: what it answers with an error is rolled back",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.Origin != pgdiag.OriginPooler {
			return
		}
		e.Origin = pgdiag.OriginServer
		if e.Outcome == pgdiag.OutcomeUnknown {
			e.Outcome, e.Retry = pgdiag.OutcomeRolledBack, pgdiag.RetryReconnect
		}
	}),
}
