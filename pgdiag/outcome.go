package pgdiag

// outcome decides what became of the write, and says by which rule. Each rule returns "" where it does not apply; the first
// that applies decides. They stand in order of certainty: what was never sent, what the wire has proven, what the server
// has said, and what the protocol implies. What no rule decides is OutcomeUnknown. (Calls, and not a list of functions:
// the diagnosis of an error then allocates nothing but itself.)
func (d *Diagnosis) outcome(t *tree, f *facts) (Outcome, string) {
	if o := ruleConnecting(t, f); o != "" {
		return o, "connecting"
	}
	if o := ruleNothingSent(d, t, f); o != "" {
		return o, "nothing_sent"
	}
	if o := ruleCommitAnswered(d, t, f); o != "" {
		return o, "commit_answered"
	}
	if o := ruleCommittedLocally(f); o != "" {
		return o, "committed_locally"
	}
	if o := rulePanic(d); o != "" {
		return o, "panic"
	}
	if o := rulePooler(d, f); o != "" {
		return o, "pooler"
	}
	if o := ruleMayCommitInside(f); o != "" {
		return o, "may_commit_inside"
	}
	if o := ruleServerError(d, t); o != "" {
		return o, "server_error"
	}
	if o := ruleNothingToLose(f); o != "" {
		return o, "nothing_to_lose"
	}
	if o := ruleOpenTransaction(f); o != "" {
		return o, "open_transaction"
	}
	return OutcomeUnknown, "undecided"
}

// ruleConnecting: before the first ReadyForQuery no statement has been sent.
func ruleConnecting(t *tree, f *facts) Outcome {
	if t.connect || t.parse || f != nil && f.connecting {
		return OutcomeNotSent
	}
	return ""
}

// ruleNothingSent: the server executes nothing of which it has not got a whole message. By the book, and without one only
// by the errors that pgx and the standard library return before they send anything.
func ruleNothingSent(d *Diagnosis, t *tree, f *facts) Outcome {
	if d.pg != nil || t.sqlstate != "" {
		return ""
	}
	if f != nil && !f.op.executable && t.sentinel != DecodeFailure && d.Condition != NoRows && d.Condition != TooManyRows {
		return OutcomeNotSent
	}
	switch d.Condition {
	case ConnectionBusy, PoolClosed, PoolExhausted, EncodeFailure, TransactionClosed, ConnectionRefused, HostNotFound, ServerMismatch:
		return OutcomeNotSent
	case ConnectionClosedByOwner:
		if f != nil || !t.closed {
			return OutcomeNotSent // pgx says "conn closed" also for a connection that was lost during the call
		}
	}
	if f == nil && (t.dial || t.prepare) {
		return OutcomeNotSent
	}
	if f == nil && t.safe && !t.closed && (t.canceled || t.deadline) {
		return OutcomeNotSent // the context was done before the call
	}
	return ""
}

// ruleCommitAnswered: COMMIT's own CommandComplete proves what became of it, and so does a ReadyForQuery outside a
// transaction, whatever comes after. In the simple protocol the CommandComplete of a single statement comes after the
// commit; in the extended protocol an autocommit statement commits at Sync, so that only ReadyForQuery proves it.
func ruleCommitAnswered(d *Diagnosis, t *tree, f *facts) Outcome {
	if t.sentinel == CommitRolledBack {
		return OutcomeRolledBack
	}
	if f == nil || d.pg != nil || f.op.completes == 0 || f.op.err != nil {
		return ""
	}
	e := f.op.effects
	tag := string(f.op.tag[:f.op.tagLen])
	switch {
	case e == effectCommit && tag == "COMMIT":
		return OutcomeCommitted
	case e.has(effectCommit|effectRollback) && tag == "ROLLBACK":
		return OutcomeRolledBack
	case f.inTransaction(), e.has(effectBegin):
		return ""
	case f.op.ready && f.tx == 'I', f.op.simple && !e.has(effectMulti|effectHidden):
		return OutcomeCommitted
	}
	return ""
}

// ruleCommittedLocally: a backend that is cancelled or terminated while COMMIT waits for a synchronous standby has
// committed, and says so in a warning only (manual: synchronous_commit).
func ruleCommittedLocally(f *facts) Outcome {
	if f != nil && f.op.notice != nil && f.op.notice.Routine == "SyncRepWaitForLSN" {
		return OutcomeCommitted
	}
	return ""
}

// rulePanic: an error after the commit record was written is raised to PANIC, so that a PANIC proves nothing.
func rulePanic(d *Diagnosis) Outcome {
	if d.pg != nil && (d.pg.SeverityUnlocalized == "PANIC" || d.pg.SeverityUnlocalized == "" && d.pg.Severity == "PANIC") {
		return OutcomeUnknown
	}
	return ""
}

// rulePooler: what is in front of the server does not know what the server did.
func rulePooler(d *Diagnosis, f *facts) Outcome {
	if d.Origin != OriginPooler {
		return ""
	}
	if f != nil && f.inTransaction() && !f.op.effects.has(effectCommit|effectPrepare|effectHidden) {
		return OutcomeRolledBack
	}
	if o := ruleNothingToLose(f); o != "" {
		return o // whatever the server did with it
	}
	return OutcomeUnknown
}

// ruleMayCommitInside: a procedure, a DO block, or a message of several statements may have committed before it failed.
func ruleMayCommitInside(f *facts) Outcome {
	if f == nil {
		return ""
	}
	e := f.op.effects
	switch {
	case e.has(effectHidden) && (!f.inTransaction() || e.has(effectMulti)):
		return OutcomeUnknown
	case e.has(effectCommit) && e&^effectCommit != 0:
		return OutcomeUnknown // a batch with a COMMIT among its statements
	}
	return ""
}

// ruleServerError: the server answers with an error or ends the session instead of completing, and so nothing of the
// statement stays. The same holds for COMMIT: once the commit record is written, PostgreSQL raises nothing below PANIC.
func ruleServerError(d *Diagnosis, t *tree) Outcome {
	if d.pg != nil || t.sqlstate != "" {
		return OutcomeRolledBack
	}
	return ""
}

// ruleNothingToLose: a statement that can't write, or the end of a transaction that could not, leaves nothing behind.
func ruleNothingToLose(f *facts) Outcome {
	switch {
	case f == nil:
		return ""
	case f.op.readOnly, f.op.marked, f.op.effects == effectEmpty, f.op.effects.has(effectRollback) && !f.op.effects.has(effectMulti|effectCommit):
		return OutcomeRolledBack
	case f.op.effects&^effectReadOnly == effectBegin:
		return OutcomeRolledBack
	}
	return ""
}

// ruleOpenTransaction: a transaction whose connection ends before COMMIT was sent is rolled back by the server.
func ruleOpenTransaction(f *facts) Outcome {
	if f == nil || !f.lost() || f.op.effects.has(effectCommit|effectPrepare) {
		return ""
	}
	if f.inTransaction() && !f.op.effects.has(effectMulti) {
		return OutcomeRolledBack
	}
	return ""
}
