package mutant

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// retriesForEver is a program with a loop around what can fail, and nothing in it that ends the loop but the deadline.
var retriesForEver = Mutant{
	name: "retries-for-ever", Mistake: "tries again what the server has refused, and to connect, without a pause, as long as there is time",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			until := time.Now().Add(time.Duration(req.TimeoutMS/8) * time.Millisecond)
			a, err := in.right(ctx, req)
			for tries := 0; err == nil && !a.Succeeded() && again(req, a) && time.Now().Before(until) && tries < 50; tries++ {
				a, err = in.right(ctx, req)
			}
			return a, err
		}
	},
}

// again tells whether somebody may think that it helps to try again: where the server has said why it does not help.
func again(req target.Request, a target.Answer) bool {
	return (req.Op == target.OpConnect || req.Op == target.OpQuery) && a.Error != nil && a.Error.SQLState != ""
}
