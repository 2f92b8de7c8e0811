package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// retriesCommit is jruby/activerecord-jdbc-adapter before its PR 1216: the COMMIT of an empty transaction succeeds.
var retriesCommit = Mutant{
	name: "retries-commit", Mistake: "sends COMMIT again on a new connection, where it ends nothing and succeeds",
	wrap: func(in *instance) doer {
		var sessions opened
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			sessions.remember(req)
			a, err := in.right(ctx, req)
			if err != nil || req.Op != target.OpCommit || a.Succeeded() || a.Status != pgdiag.StatusFaulty {
				return a, err
			}
			if !sessions.again(ctx, req.Session, in.right) {
				return a, nil
			}
			req.Op, req.SQL = target.OpQuery, "COMMIT"
			return in.right(ctx, req)
		}
	},
}
