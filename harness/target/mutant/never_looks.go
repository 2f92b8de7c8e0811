package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// neverLooks is pg-boss#850 and postgrex#386: nothing ever fails on a connection that asks nothing.
var neverLooks = Mutant{
	name: "never-looks", Mistake: "does not look whether a connection is alive that it only listens on, or keeps in a pool",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			req.CheckMS = 0
			return in.right(ctx, req)
		}
	},
}
