package mutant

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// writesBeforeReading is the simplest way to send a batch: nothing is read before all is written, and the caller's deadline
// ends what stands still.
var writesBeforeReading = Mutant{
	name: "writes-before-reading", Mistake: "writes all of a batch before it reads the first answer",
	wrap: func(in *instance) doer {
		var sessions opened
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			sessions.remember(req)
			if req.Op != target.OpBatch {
				return in.right(ctx, req)
			}
			sessions.mu.Lock()
			dsn := sessions.by[req.Session].DSN
			sessions.mu.Unlock()
			limit := time.Duration(req.TimeoutMS) * time.Millisecond
			if err := writable(ctx, dsn, req, limit); err != nil {
				a := fine()
				a.OK, a.Error = target.Bool(false), &target.Error{Message: err.Error()}
				return a, nil
			}
			return in.right(ctx, req)
		}
	},
}
