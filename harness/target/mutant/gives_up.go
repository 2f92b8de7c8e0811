package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// givesUp knows of no error of a statement that another session, or another server, would not meet.
var givesUp = Mutant{
	name: "gives-up", Mistake: "advises never to try again what failed on a connection that is still open",
	wrap: lies(func(a *target.Answer, e *target.Error) {
		if a.Status == pgdiag.StatusOpen && e.Retry == pgdiag.RetryReconnect {
			e.Retry = pgdiag.RetryNo
		}
	}),
}
