package pgdiag

// outcome decides what became of the write, and names the rule that has decided. It rests on what the facts hold and on
// nothing else: what is not known only ever makes it OutcomeUnknown.
func (f *facts) outcome() (Outcome, string) {
	if !f.whole {
		return OutcomeUnknown, "undecided"
	}
	if f.beforeAnything() {
		return OutcomeNotSent, "connecting"
	}
	if f.acquiring || f.unsentByWire() || f.book == nil && f.unsent {
		return OutcomeNotSent, "nothing_sent"
	}
	if f.sentinel == CommitRolledBack && f.undoes() {
		return OutcomeRolledBack, "commit_answered"
	}
	switch f.end() {
	case endNothing:
		if f.undone() {
			return OutcomeRolledBack, f.whyNothing()
		}
	case endAll:
		if f.notice != nil && f.notice.Routine == "SyncRepWaitForLSN" {
			return OutcomeCommitted, "committed_locally"
		}
		return OutcomeCommitted, "commit_answered"
	case endOpen:
		return OutcomeUnknown, "in_open_transaction"
	}
	if f.marked && f.kinds&kindsWithin != 0 && f.order.known && f.complete && f.undone() {
		return OutcomeRolledBack, "nothing_to_lose"
	}
	return OutcomeUnknown, f.whyUnknown()
}

// beforeAnything: before the first ReadyForQuery no statement has been sent. A connection string that can't be parsed was
// not used, and of a connect that has failed without a book it is the dial, the handshake or the server's refusal that
// prove that it did not come further.
func (f *facts) beforeAnything() bool {
	switch {
	case f.connecting, f.parse, f.entering && f.kinds&kindsPure != 0, f.dialed, f.dns != nil && f.book == nil, f.mismatch && f.book == nil:
		return true
	}
	return f.connect && f.book == nil && (f.tls || f.server != nil && isFatal(f.server))
}

// unsentByWire: the server executes nothing of which it has not got a whole message.
func (f *facts) unsentByWire() bool {
	if f.busy || f.quiet {
		return true
	}
	return f.complete && f.nothing && f.unrefused
}

// end is what may have become of it by what the server was told to do and has answered.
func (f *facts) end() end {
	switch {
	case !f.order.known || !f.complete:
		return endUnknown
	case f.carriedOut():
		return endAll
	}
	return ends(f.order.now, f.order.waits, f.order.readOnly, f.lost())
}

// undone: that nothing stays is believed where something has undone it: the server's error, the loss of the connection, or
// the call itself.
func (f *facts) undone() bool {
	return f.answer != nil || f.executed && (f.lost() || f.kinds&kindsEnding != 0)
}

// carriedOut: outside of a transaction a ReadyForQuery after an answer without an error proves that all is done, whatever
// there was to do.
func (f *facts) carriedOut() bool {
	return f.ready && f.unrefused && f.status == StatusOpen && f.completes > 0 && f.txBefore == 'I' && f.tx == 'I' &&
		len(f.order.waits) == 0 && f.kinds&kindsForward != 0
}

// undoes: that COMMIT was answered with ROLLBACK is no proof of what no rollback undoes.
func (f *facts) undoes() bool {
	return f.book == nil && !f.order.known || f.order.known && f.complete && !f.order.now.any(func(s state) bool { return s.has(stateDone) })
}

// whyNothing names what proves that nothing stays.
func (f *facts) whyNothing() string {
	switch {
	case f.answer != nil && proves(f.answer):
		return "server_error"
	case f.lost() && f.inBlock() && f.kinds&kindsWithin != 0:
		return "open_transaction"
	case f.kinds&(kindsPure|kindsEnding) != 0, f.marked, f.readOnly:
		return "nothing_to_lose"
	}
	return "commit_answered"
}

// whyUnknown names what keeps the outcome from being known.
func (f *facts) whyUnknown() string {
	pg := f.answer
	if pg == nil {
		pg = f.server
	}
	switch {
	case pg != nil && isPanic(pg):
		return "panic"
	case pg != nil && isPooler(pg):
		return "pooler"
	case pg != nil && f.kinds&kindsForward == 0:
		return "may_commit_inside"
	}
	return "undecided"
}
