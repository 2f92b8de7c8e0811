package pgdiag

import "github.com/jackc/pgx/v5/pgconn"

// advice says what may be done without the risk of doing it twice. It follows from the outcome first: what is committed
// must not be done again, and what is unknown must be asked for.
func (d *Diagnosis) advice(f *facts) Retry {
	switch d.Outcome {
	case OutcomeCommitted:
		return RetryNo
	case OutcomeUnknown:
		if d.Status == StatusOpen && d.Origin == OriginClient {
			return RetryNo // the transaction is still the caller's to end
		}
		return RetryVerifyFirst
	}
	switch {
	case (d.Condition == "in_failed_sql_transaction" || d.Condition == CommitRolledBack) && d.First != nil:
		return afterFirst(d.First)
	case d.Condition == "read_only_sql_transaction" && f != nil && f.op.chosen:
		return RetryNo // the caller has asked for it, and any other connection would refuse it, too
	}
	if r, ok := adviceByCondition[d.Condition]; ok {
		return d.reachable(r, f)
	}
	if d.pg == nil && d.SQLState == "" {
		return d.adviceByStatus()
	}
	if d.Status == StatusFaulty && d.Phase == PhaseQuery || d.Phase == PhaseCommit && d.Status == StatusFaulty {
		return RetryReconnect
	}
	return RetryNo
}

// adviceByCondition holds the conditions that are worth trying again, and how. All others would fail again.
var adviceByCondition = map[Condition]Retry{
	"serialization_failure":               RetryTransaction,
	"deadlock_detected":                   RetryTransaction,
	RecoveryConflict:                      RetryTransaction,
	CommitRolledBack:                      RetryTransaction,
	"transaction_rollback":                RetryTransaction,
	"in_failed_sql_transaction":           RetryTransaction,
	"lock_not_available":                  RetryStatement,
	LockTimeout:                           RetryStatement,
	StalePlan:                             RetryStatement,
	"invalid_sql_statement_name":          RetryStatement,
	"read_only_sql_transaction":           RetryReconnect,
	"idle_in_transaction_session_timeout": RetryReconnect,
	"idle_session_timeout":                RetryReconnect,
	"transaction_timeout":                 RetryReconnect,
	"admin_shutdown":                      RetryReconnect,
	"crash_shutdown":                      RetryWait,
	"cannot_connect_now":                  RetryWait,
	"too_many_connections":                RetryWait,
	"insufficient_resources":              RetryWait,
	"disk_full":                           RetryWait,
	"out_of_memory":                       RetryWait,
	"configuration_limit_exceeded":        RetryWait,
	ConnectionRefused:                     RetryWait,
	ConnectTimeout:                        RetryWait,
	HostUnreachable:                       RetryWait,
	HostNotFound:                          RetryWait,
	PoolExhausted:                         RetryWait,
	ServerMismatch:                        RetryWait,
	CallerCancel:                          RetryNo,
}

// afterFirst is the advice for what follows from the first error of a transaction: that the transaction has failed says
// nothing about another run of it, and what failed it does.
func afterFirst(first *pgconn.PgError) Retry {
	switch r, ok := adviceByCondition[conditionOf(first, nil)]; {
	case !ok:
		return RetryNo
	case r == RetryStatement:
		return RetryTransaction
	default:
		return r
	}
}

// reachable fits an advice to what is left: a statement can't be tried again inside a transaction that has failed, nor
// anything on a connection that is gone. An administrator's command that left the connection open (a parallel worker, a
// RAISE) does not ask for a new one.
func (d *Diagnosis) reachable(r Retry, f *facts) Retry {
	switch {
	case r == RetryStatement && d.Status == StatusOpen && f != nil && f.inTransaction():
		return RetryTransaction
	case (r == RetryStatement || r == RetryTransaction) && d.Status == StatusFaulty:
		return RetryReconnect
	case r == RetryReconnect && d.Status == StatusOpen && d.Condition == "admin_shutdown":
		return d.again(f)
	}
	return r
}

// again is the smallest thing that can be repeated on this connection.
func (d *Diagnosis) again(f *facts) Retry {
	if f != nil && f.inTransaction() {
		return RetryTransaction
	}
	return RetryStatement
}

// adviceByStatus is the advice for what no server has said: nothing stays of the call, and so it can be tried again
// wherever a connection can be had; what the client has refused it would refuse again.
func (d *Diagnosis) adviceByStatus() Retry {
	switch {
	case d.Origin == OriginClient && d.Condition != ConnectionClosedByOwner:
		return RetryNo
	case d.Condition == ConnectionClosedByOwner, d.Condition == TLSFailure, d.Condition == BadDSN:
		return RetryNo
	case d.Status == StatusOpen:
		return RetryStatement
	}
	return RetryReconnect
}
