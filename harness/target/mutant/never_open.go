package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// neverOpen is a status that is kept by hand and not taken to its end, as pgx's IsClosed, which is true while connecting.
var neverOpen = Mutant{
	name: "never-open", Mistake: "says that a connection is still connecting when it is open",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if a.Status == pgdiag.StatusOpen {
				a.Status = pgdiag.StatusConnecting
			}
			return a, err
		}
	},
}
