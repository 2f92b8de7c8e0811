package pgdiag

// finish fills in what follows from the condition: class, status, transaction status, scope, outcome, advice.
func (d *Diagnosis) finish(t *tree, f *facts) {
	if d.Class == "" {
		d.Class = classOfCondition(d.Condition)
	}
	if connecting := t.connect || f != nil && f.connecting; connecting && (d.pg != nil || d.Condition == UnknownFailure) {
		d.Class = OperationalError // psycopg2's connect raises nothing else, whatever the server's code is
	}
	d.Status, d.Tx = d.statusAfter(t, f)
	switch {
	case f == nil:
	case d.Condition == CommitRolledBack:
		d.First = f.op.ended
	case f.txError != f.op.err:
		d.First = f.txError
	}
	d.Outcome, d.Rule = d.outcome(t, f)
	d.Scope = d.scope(f)
	d.Retry = d.advice(f)
}

// statusAfter is the connection's status after the failure, from the book where there is one. Without a book, a severity
// that ends sessions means faulty, and so does what only a lost connection can cause.
func (d *Diagnosis) statusAfter(t *tree, f *facts) (Status, TxStatus) {
	status := StatusOpen
	switch {
	case f != nil && f.connecting, t.connect:
		status = StatusFaulty
	case f != nil:
		status = f.status
	case d.Condition == ConnectionClosedByOwner, d.Condition == PoolClosed:
		status = StatusClosed
	case d.pg != nil && isFatal(d.pg), d.Origin == OriginNetwork, d.Origin == OriginCaller && !t.safe, t.parse, t.badConn:
		status = StatusFaulty
	}
	return status, d.txAfter(status, f)
}

func (d *Diagnosis) txAfter(status Status, f *facts) TxStatus {
	if status != StatusOpen {
		return TxUnknown
	}
	switch {
	case f == nil && d.Condition == CommitRolledBack:
		return TxIdle
	case f == nil:
		return TxUnknown
	case f.op.ready || f.sent == 0:
		return txStatus(f.tx)
	case d.pg != nil && f.inTransaction():
		return TxInError // the ReadyForQuery that says so is still to be read
	case d.pg != nil && f.op.txBefore == 'I' && !f.op.effects.has(effectBegin|effectHidden):
		return TxIdle // and here it ends the implicit transaction
	}
	return TxActive
}

// txStatus translates the byte of a ReadyForQuery.
func txStatus(b byte) TxStatus {
	switch b {
	case 'I':
		return TxIdle
	case 'T':
		return TxInTrans
	case 'E':
		return TxInError
	}
	return TxUnknown
}

// scope says what is broken: the server where it says so or nobody listens, the connection where it is gone, the
// transaction where one is open or the server has rolled it back as a whole, and otherwise the statement.
func (d *Diagnosis) scope(f *facts) Scope {
	switch d.Condition {
	case ConnectionRefused, HostNotFound, HostUnreachable, "cannot_connect_now", "crash_shutdown", "too_many_connections":
		return ScopeServer
	case TransactionClosed, CommitRolledBack:
		return ScopeTransaction
	}
	if d.pg != nil && d.pg.SeverityUnlocalized == "PANIC" {
		return ScopeServer
	}
	if d.Status == StatusFaulty || d.Status == StatusClosed {
		return ScopeConnection
	}
	if d.Class == TransactionRollbackError || d.SQLState == "25P02" {
		return ScopeTransaction
	}
	if d.pg != nil && f != nil && (f.inTransaction() || d.Phase == PhaseCommit) {
		return ScopeTransaction
	}
	return ScopeStatement
}
