package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// reusesBuffer is a reader that hands out slices of the buffer into which it reads the next row.
var reusesBuffer = Mutant{
	name: "reuses-buffer", Mistake: "gives every row of a result the values of the last one, since all of them share a buffer",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			for i := range a.Rows {
				a.Rows[i] = a.Rows[len(a.Rows)-1]
			}
			return a, err
		}
	},
}
