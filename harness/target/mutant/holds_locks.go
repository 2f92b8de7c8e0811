package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// holdsLocks is a driver that reads a table to prepare a statement and sends no Sync: it says that it is idle, and until its
// next statement nobody can alter the table.
var holdsLocks = Mutant{
	name: "holds-locks", Mistake: "reads a statement's tables when it has prepared it, and keeps their locks until it is asked again",
	wrap: func(in *instance) doer {
		var mu sync.Mutex
		holds := map[string]bool{}
		was := func(session string) bool {
			mu.Lock()
			defer mu.Unlock()
			held := holds[session]
			delete(holds, session)
			return held
		}
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			aside := func(sql string) {
				_, _ = in.right(ctx, target.Request{Op: target.OpQuery, Session: req.Session, SQL: sql, TimeoutMS: req.TimeoutMS}) // what follows tells
			}
			if was(req.Session) {
				aside("ROLLBACK")
			}
			a, err := in.right(ctx, req)
			if req.Op == target.OpPrepare && err == nil && a.Succeeded() && a.Tx == pgdiag.TxIdle {
				aside("BEGIN")
				aside("SELECT count(*) FROM pg_class")
				mu.Lock()
				holds[req.Session] = true
				mu.Unlock()
			}
			return a, err
		}
	},
}
