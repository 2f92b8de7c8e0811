package wire

import (
	"slices"
	"sync"
	"sync/atomic"
)

// swap is a statement of the client's that was replaced by one that fails, until its answer is seen.
type swap struct {
	hit   *Hit
	code  string // the SQLSTATE that it fails with
	order order  // what was asked before it
	added bool   // it has brought a Parse and a Bind with it, whose answers the client must not see
	parse bool   // the answer to the Parse was seen
	bind  bool   // the answer to the Bind was seen
	seen  bool   // it was seen to fail
}

// swaps are the swaps of a connection that were not answered yet.
type swaps struct {
	some atomic.Bool
	mu   sync.Mutex
	list []*swap
}

func (s *swaps) any() bool { return s.some.Load() }

func (s *swaps) add(w *swap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, w)
	s.some.Store(true)
}

// ours tells whether an answer, after what was answered before, is to something that was added. It notes those swaps
// that are seen to have failed as they should.
func (s *swaps) ours(before order, h head, body []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ours := false
	for _, w := range s.list {
		if w.order.rounds != before.rounds {
			continue
		}
		switch {
		case h.kind == '1' && w.added && !w.parse && w.order.parses == before.parses:
			w.parse, ours = true, true
		case h.kind == '2' && w.parse && !w.bind && w.order.binds == before.binds:
			w.bind, ours = true, true
		case h.name == nameError && w.bind == w.added:
			if !w.seen && w.code == summarize(h.name, body).sqlState {
				w.seen = true
				w.hit.note()
			}
		}
	}
	if h.kind == 'Z' {
		s.list = slices.DeleteFunc(s.list, func(w *swap) bool { return w.order.rounds <= before.rounds })
		s.some.Store(len(s.list) > 0)
	}
	return ours
}
