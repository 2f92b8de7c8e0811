package engine

import (
	"slices"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// session is what the target's answers make us believe of a session of its own.
type session struct {
	name   string
	pool   string
	status pgdiag.Status
	tx     pgdiag.TxStatus
	inTx   bool // by what it was asked, where it says nothing
}

// believe takes an answer into what is believed of the target's sessions.
func (r *run) believe(req target.Request, a target.Answer) {
	ok := a.Succeeded()
	switch req.Op {
	case target.OpConnect, target.OpPoolAcquire:
		if ok {
			r.sessions = append(r.sessions, &session{name: req.Session, pool: req.Pool})
		}
	case target.OpClose, target.OpPoolRelease:
		r.sessions = slices.DeleteFunc(r.sessions, func(s *session) bool { return s.name == req.Session })
	case target.OpPoolOpen:
		if ok {
			r.pools = append(r.pools, req.Pool)
		}
	case target.OpPoolClose:
		r.pools = slices.DeleteFunc(r.pools, func(p string) bool { return p == req.Pool })
	}
	s := r.session(req.Session)
	if s == nil {
		return
	}
	s.status, s.tx = a.Status, a.Tx
	switch req.Op {
	case target.OpBegin:
		s.inTx = ok
	case target.OpCommit, target.OpRollback:
		s.inTx = false
	}
}

func (r *run) session(name string) *session {
	for _, s := range r.sessions {
		if s.name == name {
			return s
		}
	}
	return nil
}

// open tells whether the target claims that the session can be used now.
func (s *session) open() bool { return s.status == pgdiag.StatusOpen && s.tx != pgdiag.TxActive }

// transaction tells whether a transaction has to be ended before the session can be asked anything.
func (s *session) transaction() bool {
	switch s.tx {
	case pgdiag.TxInTrans, pgdiag.TxInError:
		return true
	case pgdiag.TxIdle:
		return false
	}
	return s.inTx
}
