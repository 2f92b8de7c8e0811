package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// hangsOnErrors is pgx#1354: the path of the error waits for what will never come.
var hangsOnErrors = Mutant{
	name: "hangs-on-errors", Mistake: "never comes back where the server reports an error", Waits: true,
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if a.Error != nil && a.Error.SQLState != "" {
				<-ctx.Done()
				return target.Answer{}, context.Cause(ctx)
			}
			return a, err
		}
	},
}
