package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// impatient is the limit of a load balancer, or of a library's own, that is shorter than the caller's.
var impatient = Mutant{
	name: "impatient", Mistake: "gives up long before the caller's deadline",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			if req.Op == target.OpQuery {
				req.TimeoutMS = req.TimeoutMS/4 + 1 // more than a busy machine takes for what is quick
			}
			return in.right(ctx, req)
		}
	},
}
