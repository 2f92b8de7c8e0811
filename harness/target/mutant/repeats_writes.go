package mutant

import (
	"context"
	"regexp"

	"github.com/pgfault/pgfault/harness/target"
)

var (
	writes    = regexp.MustCompile(`(?is)^\s*(insert|update|delete|merge)\b`)
	returning = regexp.MustCompile(`(?is)\breturning\b`)
)

// repeatsWrites is a queue that delivers at least once, and a handler that does not care.
var repeatsWrites = Mutant{
	name: "repeats-writes", Mistake: "runs every write that succeeded once more",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if err == nil && a.Succeeded() && req.Op == target.OpQuery && writes.MatchString(req.SQL) {
				return in.right(ctx, req)
			}
			return a, err
		}
	},
}
