package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
)

// cancelsWithoutWaiting is a driver that sends a cancel and does not wait for what becomes of it: the server may take it when
// the next statement runs.
var cancelsWithoutWaiting = Mutant{
	name: "cancels-without-waiting", Mistake: "lets a cancel that comes too late hit the statement that is asked next", terse: true,
	wrap: func(in *instance) doer {
		var mu sync.Mutex
		late := map[string]bool{}
		back := false // one that a cancel is on its way to is in the pool
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			mu.Lock()
			hit := late[req.Session] && asks(req.Op)
			switch {
			case req.Op == target.OpCancel:
				late[req.Session] = true
			case req.Op == target.OpPoolRelease:
				back = back || late[req.Session]
			case req.Op == target.OpPoolAcquire:
				late[req.Session], back = back, false
			case req.Op == target.OpPoolOpen:
				back = false
			case opens(req.Op), hit:
				delete(late, req.Session)
			}
			mu.Unlock()
			if hit {
				cancel := target.Request{Op: target.OpQuery, Session: req.Session, SQL: "SELECT pg_cancel_backend(pg_backend_pid())", TimeoutMS: req.TimeoutMS}
				if a, err := in.right(ctx, cancel); err == nil && !a.Succeeded() {
					return a, nil
				}
			}
			return in.right(ctx, req)
		}
	},
}
