package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
)

// connectsLazily is sql.Open taken for a connection.
var connectsLazily = Mutant{
	name: "connects-lazily", Mistake: "reports a connection that it makes only when it needs it",
	wrap: func(in *instance) doer {
		var mu sync.Mutex
		owed := map[string]target.Request{}
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			mu.Lock()
			if req.Op == target.OpConnect {
				owed[req.Session] = req
				mu.Unlock()
				return fine(), nil
			}
			how, owes := owed[req.Session]
			delete(owed, req.Session)
			mu.Unlock()
			if owes {
				if a, err := in.right(ctx, how); err != nil || !a.Succeeded() {
					return a, err
				}
			}
			return in.right(ctx, req)
		}
	},
}
