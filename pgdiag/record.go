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
	if r.whole(f) {
		return
	}
	r.mu.Lock()
	b := r.book
	r.mu.Unlock()
	if b == nil || !r.atHand(b, f) { // else it has been set meanwhile
		r.whole(f)
	}
}

// whole fills in the facts of a call that is over, and how its connection is now; it tells whether it is over.
func (r *record) whole(f *facts) bool {
	r.mu.Lock()
	over := r.book == nil
	if over {
		*f = r.f
	}
	r.mu.Unlock()
	if over && f.status == StatusOpen && f.book != nil {
		f.still = f.book.now()
	}
	return over
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
