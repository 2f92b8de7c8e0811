package pgdiag

// end is what may have become of what a call wrote.
type end uint8

const (
	endUnknown end = iota
	endNothing     // nothing of it stays
	endAll         // all of it is durable
	endOpen        // it is in a transaction that goes on
)

// ends tells what may have become of a call: now is all that is possible up to the last answer, queue what was sent after
// it, and lost whether the connection is, so that an open transaction is rolled back.
func ends(now states, queue []run, readOnly, lost bool) end {
	all := now
	if lost || len(queue) > 0 {
		all = outcomes(now, queue, readOnly)
	}
	switch {
	case all == 0, all.any(func(s state) bool { return s.has(stateDone) }) && all.any(func(s state) bool { return s.has(stateGone) || !s.has(stateDone) || s.has(stateOpen) }):
		return endUnknown
	case all.any(func(s state) bool { return s.has(stateDone) }):
		return endAll
	case all.any(func(s state) bool { return s.has(stateOpen) && !s.has(stateError) }):
		return endOpen
	}
	return endNothing
}

// outcomes are all states that are possible when the connection has ended, anywhere on the way.
func outcomes(now states, queue []run, readOnly bool) states {
	died := func(set states) states { return set.each(func(s state) states { return just(s.undone()) }) }
	all := died(now)
	var skipping states // those that have failed, and wait for the Sync
	for _, r := range queue {
		if r.sync {
			now = now.each(func(s state) states { return just(synced(s)) }) | skipping
			skipping = 0
			all |= died(now)
			continue
		}
		for range min(r.n, 3) { // three of a kind come to what more do
			skipping |= now.each(func(s state) states { return refuse(s, r.effect, true) })
			now = now.each(func(s state) states { return succeed(s, r.effect, false, readOnly) })
			all |= died(now) | died(skipping)
		}
		readOnly = readOnly && !r.effect.has(effectSet|effectCommit|effectRollback)
		if r.effect.has(effectBegin) {
			readOnly = r.effect.has(effectReadOnly)
		}
	}
	return all
}
