package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// alwaysFaulty is pgx#780 and HikariCP#1003 after its fix: an error costs a connection that is as good as new.
var alwaysFaulty = Mutant{
	name: "always-faulty", Mistake: "says of every error that the connection is lost",
	wrap: lies(func(a *target.Answer, e *target.Error) {
		a.Status, a.Tx, e.Scope, e.Retry = pgdiag.StatusFaulty, pgdiag.TxUnknown, pgdiag.ScopeConnection, pgdiag.RetryReconnect
	}),
}
