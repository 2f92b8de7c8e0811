package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

var alwaysOK = Mutant{
	name: "always-ok", Mistake: "says that all is well, and does nothing", Blunt: true,
	wrap: func(*instance) doer {
		return func(context.Context, target.Request) (target.Answer, error) { return fine(), nil }
	},
}
