package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// ignoresRollbackTag is pgjdbc#1697 and erleans/pgo#131: COMMIT was answered, so it was done.
var ignoresRollbackTag = Mutant{
	name: "ignores-rollback-tag", Mistake: "reports a COMMIT as done that the server answered with ROLLBACK",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if a.Error != nil && a.Error.Condition == string(pgdiag.CommitRolledBack) {
				a.OK, a.Error = target.Bool(true), nil
			}
			return a, err
		}
	},
}
