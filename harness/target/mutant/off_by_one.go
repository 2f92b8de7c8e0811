package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
)

// offByOne is launchbadge/sqlx, and postgres.js behind pgcat: who takes one ReadyForQuery too many is one answer behind from then
// on.
var offByOne = Mutant{
	name: "off-by-one", Mistake: "gives a session's third question, and each from then on, the answer of the one before",
	wrap: func(in *instance) doer { return (&behind{do: in.right, answered: map[string][]target.Answer{}}).handle },
}

type behind struct {
	do doer

	mu       sync.Mutex
	answered map[string][]target.Answer // by session: what its questions were answered with
}

func (b *behind) handle(ctx context.Context, req target.Request) (target.Answer, error) {
	a, err := b.do(ctx, req)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case opens(req.Op):
		delete(b.answered, req.Session)
	case req.Op != target.OpQuery, err != nil, !a.Succeeded():
	default:
		b.answered[req.Session] = append(b.answered[req.Session], a)
		if n := len(b.answered[req.Session]); n > 2 {
			earlier := b.answered[req.Session][n-2]
			a.Rows = earlier.Rows
		}
	}
	return a, err
}
