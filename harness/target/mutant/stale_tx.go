package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// staleTx is pgx's TxStatus and rails#56240: the transaction's status is the one that was last heard of.
var staleTx = Mutant{
	name: "stale-tx", Mistake: "says of an error that the transaction is what it was before",
	wrap: func(in *instance) doer {
		var mu sync.Mutex
		last := map[string]pgdiag.TxStatus{}
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			mu.Lock()
			defer mu.Unlock()
			if opens(req.Op) {
				delete(last, req.Session)
			}
			if before := last[req.Session]; a.Error != nil && before != "" {
				a.Tx = before
			}
			last[req.Session] = a.Tx
			return a, err
		}
	},
}
