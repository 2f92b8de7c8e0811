package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// waitsForever is MemMachine#1552, lib/pq#584 and pgjdbc#1508: no read has a deadline.
var waitsForever = Mutant{
	name: "waits-forever", Mistake: "knows no deadline", Waits: true,
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			req.TimeoutMS = 0
			return in.right(ctx, req)
		}
	},
}
