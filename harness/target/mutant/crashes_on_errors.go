package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// crashesOnErrors is node-postgres#2762: a connection that ends takes the process with it.
var crashesOnErrors = Mutant{
	name: "crashes-on-errors", Mistake: "crashes where a connection is lost",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if a.Error != nil && a.Status == pgdiag.StatusFaulty {
				panic(a.Error.Message)
			}
			return a, err
		}
	},
}
