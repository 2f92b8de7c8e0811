package mutant

import (
	"context"
	"strings"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// remembersTimeout remembers a statement_timeout for good: past the end of the transaction of SET LOCAL, and past a reset.
var remembersTimeout = Mutant{
	name: "remembers-timeout", Mistake: "takes every cancel for a statement_timeout once a session has set one",
	wrap: func(in *instance) doer {
		var (
			mu  sync.Mutex
			set = map[string]bool{}
		)
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			mu.Lock()
			defer mu.Unlock()
			if opens(req.Op) {
				delete(set, req.Session)
			}
			if strings.Contains(req.SQL, "statement_timeout") {
				set[req.Session] = true
			}
			if a.Error != nil && a.Error.Condition == "query_canceled" && set[req.Session] {
				a.Error.Condition = string(pgdiag.StatementTimeout)
			}
			return a, err
		}
	},
}
