package pgdiag

import "cmp"

// finish fills in what follows from the condition: class, status, transaction status, scope, outcome, advice.
func (d *Diagnosis) finish(f *facts) {
	if d.Class == "" {
		d.Class = classOfCondition(d.Condition)
	}
	if (f.connect || f.connecting) && (d.pg != nil || d.Condition == UnknownFailure) {
		d.Class = OperationalError // psycopg2's connect raises nothing else, whatever the server's code is
	}
	d.recorded = f.book != nil || f.acquiring || len(f.attempts) > 0
	d.understood = d.recorded || d.pg != nil || d.Cause != nil || !f.mute()
	d.Status, d.Tx = d.statusAfter(f)
	switch {
	case d.Condition == CommitRolledBack:
		d.First = f.ended
	case f.txError != f.answer:
		d.First = f.txError
	}
	d.Outcome, d.Rule = f.outcome()
	d.Scope = d.scope(f)
	d.Retry = d.advice(f)
}

// statusAfter is the connection's status after the failure, from the book where there is one. Without a book, a severity
// that ends sessions means faulty, and so does what only a lost connection can cause; where the error does not tell, it
// is StatusUnknown.
func (d *Diagnosis) statusAfter(f *facts) (Status, TxStatus) {
	status := StatusOpen
	switch {
	case f.connecting, f.connect, f.parse, f.acquiring && d.Condition == ConnectTimeout:
		status = StatusFaulty
	case f.status == StatusOpen && f.book != nil:
		status = cmp.Or(f.still, StatusUnknown)
	case f.status != "":
		status = f.status
	case d.Condition == ConnectionClosedByOwner, d.Condition == PoolClosed:
		status = StatusClosed
	case d.pg != nil && isFatal(d.pg), d.Origin == OriginNetwork, f.badConn:
		status = StatusFaulty
	case f.unsent, d.pg != nil, f.sentinel != "", f.mismatch:
		status = StatusOpen
	default:
		status = StatusUnknown
	}
	return status, d.txAfter(status, f)
}

func (d *Diagnosis) txAfter(status Status, f *facts) TxStatus {
	switch {
	case status != StatusOpen:
		return TxUnknown
	case d.Condition == CommitRolledBack && f.book == nil:
		return TxIdle
	case f.book == nil:
		return TxUnknown
	case f.busy:
		return TxActive
	case f.ready, f.quiet:
		return txStatus(f.tx)
	case d.pg != nil && f.inBlock():
		return TxInError // the ReadyForQuery that says so is still to be read
	case d.pg != nil && f.txBefore == 'I' && f.order.known && !f.order.now.any(func(s state) bool { return s.has(stateBlock) }):
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
	case ConnectionRefused, HostNotFound, HostUnreachable:
		return ScopeServer
	case "cannot_connect_now", "crash_shutdown", "too_many_connections":
		if d.pg == nil || isFatal(d.pg) { // of a statement that has asked another server it is that one's
			return ScopeServer
		}
	case TransactionClosed, CommitRolledBack:
		return ScopeTransaction
	}
	if d.pg != nil && isPanic(d.pg) {
		return ScopeServer
	}
	if d.Status == StatusFaulty || d.Status == StatusClosed {
		return ScopeConnection
	}
	if d.Class == TransactionRollbackError || d.SQLState == "25P02" {
		return ScopeTransaction
	}
	if d.pg != nil && (f.inBlock() || d.Phase == PhaseCommit) {
		return ScopeTransaction
	}
	return ScopeStatement
}
