package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// swallowsErrors is every "if err != nil { log }" that goes on.
var swallowsErrors = Mutant{
	name: "swallows-errors", Mistake: "reports success where there was an error",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if a.Error != nil {
				a.OK, a.Error = target.Bool(true), nil
			}
			return a, err
		}
	},
}
