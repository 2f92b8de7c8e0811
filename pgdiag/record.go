package pgdiag

import "sync"

// record is what is kept of a call that has failed: facts that grow as long as the book is at the call, and stay as they
// are from then on.
type record struct {
	mu     sync.Mutex
	book   *book // nil where the facts are whole
	caller error // the error of the caller's context when the call ended
	f      facts
}

// set gives the record its facts for good.
func (r *record) set(fill func(*facts)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fill(&r.f)
	r.f.caller, r.book = r.caller, nil
}

// fill fills in what is known of the call now.
func (r *record) fill(f *facts) {
	r.mu.Lock()
	b := r.book
	r.mu.Unlock()
	if b == nil || !r.atHand(b, f) {
		r.mu.Lock()
		*f = r.f
		r.mu.Unlock()
		if f.book != nil {
			f.still = f.book.now()
		}
	}
}

// atHand fills in what the book knows of the call that it is at; it tells whether that is still the record's.
func (r *record) atHand(b *book, f *facts) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.book == nil {
		return false
	}
	b.fill(f)
	f.caller = r.caller
	return true
}

// recorded is the record of the call at hand, which may have been begun when the server's error came; caller is the error
// of its context now. The book must be locked.
func (b *book) recorded(caller error) *record {
	if b.op.record == nil {
		b.op.record = &record{book: b}
	}
	if r := b.op.record; caller != nil {
		r.mu.Lock()
		if r.caller == nil {
			r.caller = caller
		}
		r.mu.Unlock()
	}
	return b.op.record
}
