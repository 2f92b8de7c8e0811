package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// ignoresCancel is asyncpg behind a half-open peer: the cancel is accepted, and goes nowhere.
var ignoresCancel = Mutant{
	name: "ignores-cancel", Mistake: "accepts a cancel and does nothing about it", Waits: true,
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			if req.Op == target.OpCancel {
				return target.Answer{OK: target.Bool(true)}, nil
			}
			return in.right(ctx, req)
		}
	},
}
