package pgdiag

// state is one way in which a session and what a call wrote may stand.
type state uint8

const (
	stateGone  state = 1 << iota // something that the call wrote, or may have written, is rolled back
	stateDone                    // something is durable
	stateOpen                    // something is in a transaction that has not ended
	stateBlock                   // in a transaction block
	stateError                   // in a transaction block that has failed
	stateCount                   // how many states there are
)

func (s state) has(f state) bool { return s&f != 0 }

// undone is the state after the open transaction is rolled back.
func (s state) undone() state {
	if s.has(stateOpen) {
		s |= stateGone
	}
	return s &^ (stateOpen | stateBlock | stateError)
}

// durable is the state after the open transaction is committed.
func (s state) durable() state {
	if s.has(stateOpen) {
		s |= stateDone
	}
	return s &^ (stateOpen | stateBlock | stateError)
}

// states is a set of states: all that are possible by what was seen.
type states uint32

func just(s state) states { return 1 << s }

// each is the set of all that f makes of the states in the set.
func (set states) each(f func(state) states) states {
	var out states
	for s := state(0); s < stateCount; s++ {
		if set&just(s) != 0 {
			out |= f(s)
		}
	}
	return out
}

// only is the set of those states of which f holds.
func (set states) only(f func(state) bool) states {
	return set.each(func(s state) states {
		if f(s) {
			return just(s)
		}
		return 0
	})
}

// any tells whether f holds of one of the states.
func (set states) any(f func(state) bool) bool { return set.only(f) != 0 }

// anyState is the set of all states that there are.
var anyState = func() (all states) {
	for s := state(0); s < stateCount; s++ {
		if !s.has(stateError) || s.has(stateBlock) {
			all |= just(s)
		}
	}
	return all
}()

// worst is everything that may become of a state when anything may be executed: what is durable or gone stays so.
func worst(s state) states {
	return anyState.only(func(o state) bool { return o&s&(stateGone|stateDone) == s&(stateGone|stateDone) })
}

// succeed is what becomes of a state when the server executes a statement: answered tells whether its answer was read,
// and readOnly whether the transaction is known to be one.
func succeed(s state, e effect, answered, readOnly bool) states {
	switch {
	case e.anything():
		return worst(s)
	case e.has(effectBegin):
		if s.has(stateError) {
			return 0
		}
		if !e.has(effectReadOnly) {
			s |= stateOpen // whatever is to come
		}
		return just(s | stateBlock)
	case e.has(effectCommit):
		return just(chained(s, e, s.ended()))
	case e == effectUnprepared:
		return unprepared(s)
	case e.has(effectRollback):
		return just(chained(s, e, s.undone()))
	case e.has(effectPrepare):
		if s.has(stateError) {
			return just(s.undone())
		}
		// It has ended here, and what it wrote is neither: it may be committed or rolled back by anyone now. That it is prepared
		// stays, too.
		p := s | stateOpen
		out := just(p.durable() | p.undone())
		if !s.has(stateBlock) {
			out |= unprepared(s)
		}
		return out
	case e.has(effectCommitPrepared):
		return just(s | stateDone)
	case e.has(effectRollbackPrepared):
		return just(s | stateGone)
	case e.has(effectBack):
		return just(s &^ stateError)
	case s.has(stateError):
		return 0
	}
	out := just(s)
	if writes(s, e, answered, readOnly) {
		s |= stateOpen
		out = just(s)
	}
	if e.has(effectLasting) || e.has(effectHidden) && !s.has(stateBlock) {
		out |= just(s | stateDone)
	}
	if e.has(effectLast) && !s.has(stateBlock) {
		out = out.each(func(s state) states { return just(s.durable()) })
	}
	return out
}

// unprepared is what becomes of a state by a PREPARE TRANSACTION that has prepared nothing, as the tag ROLLBACK says: a failed
// transaction is rolled back, and outside of a block it is a warning, after which what was executed with it goes on or is
// committed (PrepareTransactionBlock in xact.c).
func unprepared(s state) states {
	if s.has(stateBlock) {
		return just(s.undone())
	}
	return just(s) | just(s.durable())
}

// ended is the state after COMMIT.
func (s state) ended() state {
	if s.has(stateError) {
		return s.undone()
	}
	return s.durable()
}

func chained(before state, e effect, after state) state {
	if e.has(effectChain) && before.has(stateBlock) {
		after |= stateBlock
	}
	return after
}

// writes tells whether a statement may leave something in the transaction. What only reads by its text may be a view of
// what does not; it is believed where the server refuses all else, and where it was answered outside of a transaction and
// so can't be waiting for a COMMIT that is lost later.
func writes(s state, e effect, answered, readOnly bool) bool {
	switch {
	case e.has(effectWrite | effectHidden | effectLasting):
		return true
	case !e.has(effectRead), readOnly:
		return false
	}
	return !answered || s.has(stateBlock) || e.has(effectLast)
}

// refuse is what becomes of a state when the server answers a statement with an error. started tells whether it may have
// begun to execute it: a text that can't be parsed has not.
func refuse(s state, e effect, started bool) states {
	switch {
	case e.anything() && started:
		return worst(s)
	case e.has(effectCommitPrepared|effectRollbackPrepared) && started && !s.has(stateBlock):
		return just(s | stateDone | stateGone) // it may still be prepared
	}
	var out states
	switch {
	case e.has(effectCommit|effectPrepare) && s.has(stateBlock):
		out = just(s.undone()) | just(s|stateError) // cancelled before it came to its end, it leaves the block failed
	case s.has(stateBlock):
		if e.has(effectWrite | effectRead) {
			s |= stateGone
		}
		out = just(s | stateError)
	default:
		if e.has(effectWrite | effectRead) {
			s |= stateOpen
		}
		out = just(s.undone())
	}
	if started && mayLast(s, e) {
		out |= out.each(func(s state) states { return just(s | stateDone) })
	}
	return out
}

// mayLast tells whether a statement that has failed may have done something that stays. What commits inside is refused in a
// block before it begins.
func mayLast(s state, e effect) bool {
	if e.has(effectHidden) {
		return !s.has(stateBlock)
	}
	return e.has(effectLasting) && !e.has(effectSole)
}
