package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// dropsRest is a cursor that takes the first page of a result for all of it.
var dropsRest = Mutant{
	name: "drops-rest", Mistake: "reads the first row of a result, and calls the rest empty", terse: true,
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			switch {
			case !a.Succeeded():
			case req.Op == target.OpQueryRest:
				a.Rows = nil
			case len(a.Rows) > 1:
				a.Rows = a.Rows[:1]
			}
			return a, err
		}
	},
}
