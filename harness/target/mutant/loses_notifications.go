package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// losesNotifications is river#1358: what was notified while nobody listened is never looked for.
var losesNotifications = Mutant{
	name: "loses-notifications", Mistake: "says of every notification that it did not come",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if req.Op == target.OpWaitNotification && a.Succeeded() {
				a.OK, a.Channel, a.Payload = target.Bool(false), "", ""
				a.Error = &target.Error{Message: "no notification", Condition: string(pgdiag.CallerDeadline)}
			}
			return a, err
		}
	},
}
