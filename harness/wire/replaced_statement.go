package wire

import (
	"slices"
	"sync"
	"sync/atomic"
)

// replacedStatement is a statement of the client's that was replaced by one that fails, until its answer is seen.
type replacedStatement struct {
	point  *ActionPoint
	code   string        // the SQLSTATE that it fails with
	counts requestCounts // what was asked before it
	added  bool          // it has brought a Parse and a Bind with it, whose answers the client must not see
	parse  bool          // the answer to the Parse was seen
	bind   bool          // the answer to the Bind was seen
	seen   bool          // it was seen to fail
}

// replacedStatements are those of a connection that were not answered yet.
type replacedStatements struct {
	some atomic.Bool
	mu   sync.Mutex
	list []*replacedStatement
}

func (s *replacedStatements) any() bool { return s.some.Load() }

func (s *replacedStatements) add(w *replacedStatement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, w)
	s.some.Store(true)
}

// ours tells whether an answer, after what was answered before, is to something that was added. It notes those statements
// that are seen to have failed as they should.
func (s *replacedStatements) ours(before requestCounts, h head, body []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ours := false
	for _, w := range s.list {
		if w.counts.rounds != before.rounds {
			continue
		}
		switch {
		case h.kind == '1' && w.added && !w.parse && w.counts.parses == before.parses:
			w.parse, ours = true, true
		case h.kind == '2' && w.parse && !w.bind && w.counts.binds == before.binds:
			w.bind, ours = true, true
		case h.name == nameError && w.bind == w.added:
			if !w.seen && w.code == summarize(h.name, body).sqlState {
				w.seen = true
				w.point.note()
			}
		}
	}
	if h.kind == 'Z' {
		s.list = slices.DeleteFunc(s.list, func(w *replacedStatement) bool { return w.counts.rounds <= before.rounds })
		s.some.Store(len(s.list) > 0)
	}
	return ours
}
