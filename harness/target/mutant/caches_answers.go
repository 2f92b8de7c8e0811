package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
)

// cachesAnswers is a cache in front of the database that nobody empties.
var cachesAnswers = Mutant{
	name: "caches-answers", Mistake: "answers a question that was asked before with the answer it had then",
	wrap: func(in *instance) doer {
		type question struct{ session, sql, name string }
		var mu sync.Mutex
		known := map[question]target.Answer{}
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			q := question{req.Session, req.SQL, req.Name}
			asked := (req.Op == target.OpQuery || req.Op == target.OpExecute) && len(req.Args) == 0
			mu.Lock()
			defer mu.Unlock()
			if req.Op == target.OpConnect {
				clear(known)
			}
			if a, ok := known[q]; ok && asked {
				return a, nil
			}
			mu.Unlock()
			a, err := in.right(ctx, req)
			mu.Lock()
			if err == nil && asked && a.Succeeded() && len(a.Rows) > 0 {
				known[q] = a
			}
			return a, err
		}
	},
}
