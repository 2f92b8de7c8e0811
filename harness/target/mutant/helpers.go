package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// lies makes a mistake that is one of words alone: the answer is changed where the operation failed.
func lies(change func(a *target.Answer, e *target.Error)) func(*instance) doer {
	return func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if a.Error != nil {
				change(&a, a.Error)
			}
			return a, err
		}
	}
}

// fine is the answer of who claims that all is well.
func fine() target.Answer {
	return target.Answer{OK: target.Bool(true), Status: pgdiag.StatusOpen, Tx: pgdiag.TxIdle}
}

// opens tells whether an operation opens its session: what a mutant knows of a name was of another by then, mostly of
// another scenario's.
func opens(op target.Op) bool { return op == target.OpConnect || op == target.OpPoolAcquire }

// opened remembers how each session was opened, so that it can be opened again.
type opened struct {
	mu sync.Mutex
	by map[string]target.Request
}

// remember takes an operation into account.
func (o *opened) remember(req target.Request) {
	if !opens(req.Op) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.by == nil {
		o.by = map[string]target.Request{}
	}
	o.by[req.Session] = req
}

// again opens a session again, and tells whether that worked.
func (o *opened) again(ctx context.Context, session string, do doer) bool {
	o.mu.Lock()
	how, known := o.by[session]
	o.mu.Unlock()
	if !known {
		return false
	}
	if how.Op == target.OpPoolAcquire {
		back := target.Request{Op: target.OpPoolRelease, Pool: how.Pool, Session: session, TimeoutMS: how.TimeoutMS}
		if _, err := do(ctx, back); err != nil {
			return false
		}
	}
	a, err := do(ctx, how)
	return err == nil && a.Succeeded()
}

// asks tells whether an operation asks a session of the server's for something.
func asks(op target.Op) bool {
	switch op {
	case target.OpQuery, target.OpQueryRow, target.OpExecute, target.OpPrepare, target.OpCopyIn, target.OpCopyOut, target.OpBatch,
		target.OpBegin, target.OpListen:
		return true
	}
	return false
}

// tersely says what came of an operation, and nothing more than the server's code.
func tersely(do doer) doer {
	return func(ctx context.Context, req target.Request) (target.Answer, error) {
		a, err := do(ctx, req)
		a.Status, a.Tx = "", ""
		if e := a.Error; e != nil {
			a.Error = &target.Error{Message: e.Message, Native: e.Native, SQLState: e.SQLState}
		}
		return a, err
	}
}
