package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// neverFaulty is lib/pq 1.12.0 (its #1299): a dead connection stays in the pool for ever.
var neverFaulty = Mutant{
	name: "never-faulty", Mistake: "never says that a connection is lost",
	wrap: lies(func(a *target.Answer, e *target.Error) {
		if a.Status == pgdiag.StatusFaulty {
			a.Status, a.Tx, e.Scope = pgdiag.StatusOpen, pgdiag.TxIdle, pgdiag.ScopeStatement
		}
	}),
}
