package mutant

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// blamesServer is river#917: the caller's own deadline is read as slowness of the database.
var blamesServer = Mutant{
	name: "blames-server", Mistake: "says of every error that the server is at fault",
	wrap: lies(func(_ *target.Answer, e *target.Error) { e.Origin, e.Scope = pgdiag.OriginServer, pgdiag.ScopeServer }),
}
