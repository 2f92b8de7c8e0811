package mutant

import (
	"context"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// reconnectsInTransaction is porsager/postgres before its PR 1155: the rest of a transaction runs outside of it.
var reconnectsInTransaction = Mutant{
	name: "reconnects-in-transaction", Mistake: "goes on with a transaction on a new connection, where there is none",
	wrap: func(in *instance) doer {
		return (&reconnector{do: in.right, inTx: map[string]bool{}, lost: map[string]bool{}}).handle
	},
}

type reconnector struct {
	do       doer
	sessions opened

	mu   sync.Mutex
	inTx map[string]bool // the caller believes itself in a transaction
	lost map[string]bool // and is not
}

func (r *reconnector) handle(ctx context.Context, req target.Request) (target.Answer, error) {
	r.sessions.remember(req)
	r.mu.Lock()
	inTx, lost := r.inTx[req.Session], r.lost[req.Session]
	switch req.Op {
	case target.OpBegin:
		r.inTx[req.Session] = true
	case target.OpCommit, target.OpRollback, target.OpConnect, target.OpClose:
		r.inTx[req.Session], r.lost[req.Session] = false, false
	}
	r.mu.Unlock()
	if lost && (req.Op == target.OpCommit || req.Op == target.OpRollback) {
		req.Op, req.SQL = target.OpQuery, string(req.Op) // there is nothing to end, and the server only warns
		return r.do(ctx, req)
	}
	a, err := r.do(ctx, req)
	if err == nil && inTx && asks(req.Op) && !a.Succeeded() && a.Status == pgdiag.StatusFaulty && r.sessions.again(ctx, req.Session, r.do) {
		r.mu.Lock()
		r.lost[req.Session] = true
		r.mu.Unlock()
		a, err = r.do(ctx, req)
		lost = true
	}
	if lost && a.Succeeded() && asks(req.Op) {
		a.Tx = pgdiag.TxInTrans
	}
	return a, err
}
