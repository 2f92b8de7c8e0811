package engine

import (
	"slices"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// Sessions is what a target's answers make us believe of its sessions and pools, in the order of their coming.
type Sessions struct {
	open  []*Session
	pools []string
}

// Session is a session that the target has, as far as it has told.
type Session struct {
	Name   string
	pool   string
	status pgdiag.Status
	tx     pgdiag.TxStatus
	begun  bool // a transaction was once asked for by begin, and not by SQL
	inTx   bool // by the begin, commit and rollback that it was asked for
}

// Update takes an answer into what is believed.
func (all *Sessions) Update(req target.Request, a target.Answer) {
	ok := a.Succeeded()
	switch req.Op {
	case target.OpConnect, target.OpPoolAcquire:
		if ok {
			all.open = append(all.open, &Session{Name: req.Session, pool: req.Pool})
		}
	case target.OpClose, target.OpPoolRelease:
		all.open = slices.DeleteFunc(all.open, func(s *Session) bool { return s.Name == req.Session })
	case target.OpPoolOpen:
		if ok {
			all.pools = append(all.pools, req.Pool)
		}
	case target.OpPoolClose:
		all.pools = slices.DeleteFunc(all.pools, func(p string) bool { return p == req.Pool })
	}
	s := all.find(req.Session)
	if s == nil || req.Op == target.OpResolve { // which is done on another connection
		return
	}
	s.status, s.tx = a.Status, a.Tx
	switch req.Op {
	case target.OpBegin:
		s.inTx, s.begun = ok, s.begun || ok
	case target.OpCommit:
		s.inTx = s.inTx && !ok // one that failed may have left its transaction open
	case target.OpRollback:
		s.inTx = false
	}
}

func (all *Sessions) find(name string) *Session {
	for _, s := range all.open {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Open are the sessions that the target has not closed, whatever it says of them.
func (all *Sessions) Open() []*Session { return slices.Clone(all.open) }

// ClaimedOpen tells whether the target says that the session can be used now.
func (s *Session) ClaimedOpen() bool { return s.status == pgdiag.StatusOpen && s.tx != pgdiag.TxActive }

// Closing are the requests that end all that the target has, sessions first.
func (all *Sessions) Closing() []target.Request {
	var out []target.Request
	for _, s := range all.open {
		req := target.Request{Op: target.OpClose, Session: s.Name}
		if s.pool != "" {
			req.Op, req.Pool = target.OpPoolRelease, s.pool
		}
		out = append(out, req)
	}
	for _, pool := range all.pools {
		out = append(out, target.Request{Op: target.OpPoolClose, Pool: pool})
	}
	return out
}

// InTransaction tells whether a transaction has to be ended before the session can be asked anything.
func (s *Session) InTransaction() bool {
	switch s.tx {
	case pgdiag.TxInTrans, pgdiag.TxInError:
		return true
	case pgdiag.TxIdle:
		return false
	}
	return s.inTx
}
