package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// assumesCommitted is the opposite: what was sent will have arrived.
var assumesCommitted = Mutant{
	name: "assumes-committed", Mistake: "takes a transaction whose COMMIT was sent for committed, and does not ask",
	wrap: resolves(target.ResolvedCommitted),
}

// resolves makes the mistake to know without asking.
func resolves(found target.Resolution) func(*instance) doer {
	return func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			if req.Op == target.OpResolve {
				return target.Answer{OK: target.Bool(true), Resolution: found}, nil
			}
			return in.right(ctx, req)
		}
	}
}
