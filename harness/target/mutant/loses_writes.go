package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// losesWrites is a queue in memory that is gone with its process.
var losesWrites = Mutant{
	name: "loses-writes", Mistake: "reports a write as done that it has only put into a queue",
	wrap: func(in *instance) doer {
		type statement struct{ session, name string }
		var mu sync.Mutex
		prepared := map[statement]bool{} // those that write
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			write := writes.MatchString(req.SQL) && !returning.MatchString(req.SQL)
			mu.Lock()
			switch s := (statement{req.Session, req.Name}); req.Op {
			case target.OpPrepare:
				prepared[s] = write
				write = false
			case target.OpExecute:
				write = prepared[s]
			case target.OpBatch, target.OpCopyIn:
				write = true
			case target.OpQuery:
			default:
				write = false
			}
			mu.Unlock()
			if write {
				return target.Answer{OK: target.Bool(true), Status: pgdiag.StatusOpen}, nil
			}
			return in.right(ctx, req)
		}
	},
}
