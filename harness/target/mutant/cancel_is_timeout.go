package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// cancelIsTimeout is PerformanceMonitor#3127: 57014 has one meaning, and so has a context that ended.
var cancelIsTimeout = Mutant{
	name: "cancel-is-timeout", Mistake: "takes every cancel for a timeout of the server's",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.SQLState == "57014" || e.Condition == string(pgdiag.CallerCancel) || e.Condition == string(pgdiag.CallerDeadline) {
			e.Condition, e.Origin = string(pgdiag.StatementTimeout), pgdiag.OriginServer
		}
	}),
}
