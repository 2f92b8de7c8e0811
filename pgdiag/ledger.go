package pgdiag

import "slices"

// run is one or more statements with the same effect that were sent and are not answered, or the end of what the server
// executes as one: a Sync, or the end of a Query message.
type run struct {
	effect effect
	sync   bool
	n      uint32
	sets   setting
}

// maxRuns is how many runs are kept; what comes after them is taken for anything.
const maxRuns = 1024

// ledger follows what the server does with the statements of a session, in their order. It knows what is certain up to
// the last answer, and what was sent after that.
type ledger struct {
	now      states // all that is possible, up to the last answer
	queue    []run  // what was sent; what is before head was answered
	head     int
	readOnly bool // the transaction was begun READ ONLY, and nothing has changed that
	timeouts timeouts
}

// waits is what was sent and is not answered.
func (l *ledger) waits() []run { return l.queue[l.head:] }

// begin begins a call: what earlier ones have left behind is no matter of its own, but for what is open, and for what the
// open transaction has done that its rollback will not undo.
func (l *ledger) begin() {
	l.now = l.now.each(func(s state) states {
		if s.has(stateBlock) {
			return just(s &^ stateGone)
		}
		return just(s &^ (stateDone | stateGone))
	})
}

// send takes note of a statement that is sent.
func (l *ledger) send(e effect, s setting) {
	if n := len(l.waits()); n > 0 {
		last := &l.queue[len(l.queue)-1]
		if n >= maxRuns {
			last.effect, last.sync = effectAnything, false
			return
		}
		if last.effect == e && !last.sync && last.sets == s && s.kind == setsNothing {
			last.n++
			return
		}
	}
	l.queue = append(l.queue, run{effect: e, n: 1, sets: s})
}

// sync takes note of a Sync that is sent, or of the end of a Query message.
func (l *ledger) sync() {
	if len(l.waits()) < maxRuns {
		l.queue = append(l.queue, run{sync: true, n: 1})
	}
}

// take takes the statement that the server answers next off the queue. ok is false where none was sent: then bytes have
// passed that are not known here.
func (l *ledger) take() (r run, ok bool) {
	if len(l.waits()) == 0 || l.waits()[0].sync {
		return run{effect: effectAnything}, false
	}
	front := &l.waits()[0]
	r = *front
	if r.effect.anything() {
		return r, true // it may hold any number of statements
	}
	if front.n--; front.n == 0 {
		l.drop(1)
	}
	return r, true
}

// drop takes the first n runs off the queue.
func (l *ledger) drop(n int) {
	if l.head += n; l.head == len(l.queue) {
		l.queue, l.head = l.queue[:0], 0
	}
}

// completed takes note of a CommandComplete, or of another message that ends a statement well, and gives the effect of that.
func (l *ledger) completed(tag string) effect {
	r, _ := l.take()
	e := r.effect
	switch tag {
	case "COMMIT": // the answer to ROLLBACK, or of COMMIT in a failed transaction, is ROLLBACK
		if e.has(effectCommit) {
			l.now = l.now.only(func(s state) bool { return !s.has(stateError) })
		}
	case "ROLLBACK":
		switch {
		case e.has(effectCommit):
			e = e&effectChain | effectRollback
		case e.has(effectPrepare):
			e = effectUnprepared
		}
	}
	l.now = l.now.each(func(s state) states { return succeed(s, e, true, l.readOnly) })
	if e.anything() {
		l.tagged(tag)
	}
	l.mode(e)
	l.timeouts.apply(r.sets)
	switch {
	case e.has(effectBack):
		l.timeouts.back()
	case e.has(effectCommit | effectRollback):
		l.timeouts.end(tag == "COMMIT")
	}
	return r.effect
}

// tagged takes note of a tag in the answer to what can't be read: COMMIT proves that something is durable.
func (l *ledger) tagged(tag string) {
	if tag == "COMMIT" || tag == "COMMIT PREPARED" {
		l.now = l.now.only(func(s state) bool { return s.has(stateDone) })
	}
}

// mode follows READ ONLY.
func (l *ledger) mode(e effect) {
	switch {
	case e.anything():
		l.readOnly = false
	case e.has(effectBegin):
		l.readOnly = e.has(effectReadOnly)
	case e.has(effectSet):
		l.readOnly = e.has(effectReadOnly) && l.readOnly
	case e.has(effectCommit | effectRollback):
		l.readOnly = l.readOnly && e.has(effectChain)
	}
}

// failed takes note of an ErrorResponse that proves that its statement was not executed to its end; the server then
// skips what follows up to the next Sync.
// asked says that it was interrupted by somebody, which may come after what it has done.
func (l *ledger) failed(started, asked bool) {
	e := effect(0)
	if w := l.waits(); len(w) > 0 && !w[0].sync {
		e = w[0].effect
	}
	if asked {
		e &^= effectSole
	}
	l.now = l.now.each(func(s state) states { return refuse(s, e, started) })
	l.timeouts.end(false)
	l.leave()
	l.skip()
}

// leave takes note of what the server skips up to the next Sync, but for the first: what it would have written is not there.
func (l *ledger) leave() {
	for _, r := range l.waits()[min(1, len(l.waits())):] {
		if r.sync {
			return
		}
		l.now = l.now.each(func(s state) states {
			if r.effect.anything() || writes(s, r.effect, false, l.readOnly) {
				s |= stateGone
			}
			return just(s)
		})
	}
}

// doubted takes note of an error that says nothing of what the server did.
func (l *ledger) doubted() {
	at := l.now
	for _, r := range l.waits() {
		if r.sync {
			break
		}
		for range min(r.n, 2) {
			at |= at.each(func(s state) states { return succeed(s, r.effect, false, l.readOnly) | refuse(s, r.effect, true) })
		}
	}
	l.now = at | at.each(func(s state) states { return just(synced(s)) | just(s.undone()) })
	l.skip()
}

// skip leaves out what is queued up to the next Sync.
func (l *ledger) skip() {
	n, w := 0, l.waits()
	for n < len(w) && !w[n].sync {
		n++
	}
	l.drop(n)
}

// ready takes note of a ReadyForQuery, and of the transaction status in it.
func (l *ledger) ready(tx byte) {
	l.skip()
	if len(l.waits()) > 0 {
		l.drop(1)
	} else {
		l.now = l.now.each(worst)
	}
	l.now = l.now.each(func(s state) states { return just(synced(s)) }).only(func(s state) bool { return s.status() == tx })
	if l.now == 0 { // what was seen does not fit together
		l.now = anyState.only(func(s state) bool { return s.status() == tx })
	}
	if tx == 'I' {
		l.readOnly = false
		l.timeouts.end(true)
	}
}

// synced is the state after a Sync: what was not in a block is committed.
func synced(s state) state {
	if s.has(stateBlock) {
		return s
	}
	return s.durable()
}

// status is the byte of the ReadyForQuery that fits a state.
func (s state) status() byte {
	switch {
	case s.has(stateError):
		return 'E'
	case s.has(stateBlock):
		return 'T'
	}
	return 'I'
}

// waiting takes note of the warning of a backend that is cancelled or terminated while its commit waits for a
// synchronous standby: the commit that it is at is durable (manual: synchronous_commit).
func (l *ledger) waiting() {
	w := l.waits()
	if len(w) == 0 || w[0].effect.has(effectHidden) {
		return // what commits inside may go on after that
	}
	front := w[0]
	switch {
	case front.sync:
		l.now = l.now.each(func(s state) states { return just(synced(s)) })
	case front.effect.has(effectCommit | effectCommitPrepared | effectRollbackPrepared | effectPrepare | effectLast):
		l.now = l.now.each(func(s state) states { return succeed(s, front.effect, true, l.readOnly) })
		if w[0].n--; w[0].n == 0 {
			w[0].n, w[0].effect = 1, 0 // its answer has nothing to add
		} else {
			l.queue = slices.Insert(l.queue, l.head, run{n: 1})
		}
	}
}
