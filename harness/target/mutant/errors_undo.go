package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// errorsUndo holds an error for the end of all: it does not look at what was answered before it, nor at what a procedure
// may have committed, nor at the codes that say by their names that the outcome is not known.
var errorsUndo = Mutant{
	name: "errors-undo", Mistake: "says that nothing was written wherever a server's error has come, whatever came before it",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.SQLState != "" && e.Origin == pgdiag.OriginServer {
			e.Outcome = pgdiag.OutcomeRolledBack
		}
	}),
}
