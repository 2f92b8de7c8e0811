package mutant

import (
	"strings"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// sqlstateAlone is most libraries: the code decides what became of the connection, and where there is none nothing has.
var sqlstateAlone = Mutant{
	name: "sqlstate-alone", Mistake: "decides by the SQLSTATE alone what became of connection and write",
	wrap: lies(func(a *target.Answer, e *target.Error) {
		switch {
		case e.SQLState == "":
			a.Status, e.Outcome, e.Retry = pgdiag.StatusOpen, pgdiag.OutcomeNotSent, pgdiag.RetryStatement
		case strings.HasPrefix(e.SQLState, "08"), strings.HasPrefix(e.SQLState, "57"):
			a.Status, e.Outcome, e.Retry = pgdiag.StatusFaulty, pgdiag.OutcomeRolledBack, pgdiag.RetryReconnect
		case strings.HasPrefix(e.SQLState, "40"), strings.HasPrefix(e.SQLState, "55"):
			a.Status, e.Outcome, e.Retry = pgdiag.StatusOpen, pgdiag.OutcomeRolledBack, pgdiag.RetryTransaction
		default:
			a.Status, e.Outcome, e.Retry = pgdiag.StatusOpen, pgdiag.OutcomeRolledBack, pgdiag.RetryNo
		}
	}),
}
