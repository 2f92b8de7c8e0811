package mutant

import (
	"context"
	"regexp"

	"github.com/pgfault/pgfault/harness/target"
)

var fromTable = regexp.MustCompile(`(?i)\bfrom\b`)

// losesLastRow is a result that was cut and is taken for a whole one.
var losesLastRow = Mutant{
	name: "loses-last-row", Mistake: "reports what it read of a table without the last row",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if len(a.Rows) > 0 && fromTable.MatchString(req.SQL) {
				a.Rows = a.Rows[:len(a.Rows)-1]
			}
			return a, err
		}
	},
}
