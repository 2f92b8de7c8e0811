package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// retriesEverything is lib/pq#939 and golang/go#11978: what failed on a connection is done again on the next.
var retriesEverything = Mutant{
	name: "retries-everything", Mistake: "runs every statement again on a new connection when the first is lost",
	wrap: func(in *instance) doer {
		var sessions opened
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			sessions.remember(req)
			a, err := in.right(ctx, req)
			if err == nil && asks(req.Op) && !a.Succeeded() && a.Status == pgdiag.StatusFaulty && sessions.again(ctx, req.Session, in.right) {
				return in.right(ctx, req)
			}
			return a, err
		}
	},
}
