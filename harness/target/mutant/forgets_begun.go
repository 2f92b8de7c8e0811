package mutant

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// forgetsBegun is sqlx#4385: a BEGIN whose caller has given up goes on, and its connection goes back to the pool, in a transaction
// that nobody knows of.
var forgetsBegun = Mutant{
	name: "forgets-begun", Mistake: "gives up a BEGIN that is late, and hands out its connection in the transaction that was begun",
	wrap: func(in *instance) doer {
		h := &hoard{do: in.right, inner: map[string]string{}, idle: map[string][]string{}}
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			limit := time.Duration(req.TimeoutMS) * time.Millisecond
			if req.Op != target.OpBegin || limit == 0 {
				return h.handle(ctx, req)
			}
			req.TimeoutMS = 0
			began := time.Now()
			a, err := h.handle(ctx, req)
			if err != nil || time.Since(began) < limit {
				return a, err
			}
			return target.Answer{
				OK: target.Bool(false), Status: pgdiag.StatusOpen, Tx: pgdiag.TxIdle,
				Error: &target.Error{
					Message: "no answer in time", Condition: string(pgdiag.CallerDeadline), Class: "QueryCanceledError", Origin: pgdiag.OriginCaller,
					Scope: pgdiag.ScopeStatement, Outcome: pgdiag.OutcomeRolledBack, Retry: pgdiag.RetryReconnect,
				},
			}, nil
		}
	},
}
