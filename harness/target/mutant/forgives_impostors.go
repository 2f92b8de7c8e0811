package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// forgivesImpostors takes a server that can't prove that it knows the password for a line that was disturbed.
var forgivesImpostors = Mutant{
	name: "forgives-impostors", Mistake: "takes a server that has not proven itself for a lost connection, and advises to come again",
	wrap: lies(func(_ *target.Answer, e *target.Error) {
		if e.Condition == string(pgdiag.AuthenticationRefused) {
			e.Condition, e.Origin, e.Retry = string(pgdiag.ConnectionClosedByPeer), pgdiag.OriginNetwork, pgdiag.RetryReconnect
		}
	}),
}
