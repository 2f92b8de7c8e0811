package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// hidesFirstError is cyoda-go#486 and porsager/postgres#272: a statement that fails in a transaction is run again there,
// and what the caller sees is 25P02.
var hidesFirstError = Mutant{
	name: "hides-first-error", Mistake: "runs what failed in a transaction again in it, and reports the second error",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if err == nil && asks(req.Op) && !a.Succeeded() && a.Tx == pgdiag.TxInError {
				a, err = in.right(ctx, req)
			}
			if a.Error != nil && a.Error.First != "" {
				a.Error.First = a.Error.SQLState
			}
			return a, err
		}
	},
}
