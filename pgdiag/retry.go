package pgdiag

import (
	"errors"
	"io"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

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
	case d.Origin == OriginPooler && d.Outcome == OutcomeNotSent && d.Condition == "protocol_violation":
		return RetryWait // its one code for all: that it is full, that the server is down
	case d.Condition == "read_only_sql_transaction" && f != nil && f.op.chosen:
		return RetryNo // the caller has asked for it, and any other connection would refuse it, too
	}
	if r, ok := adviceOf(d.Condition); ok {
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

// adviceOf is the advice for the conditions that are worth trying again, and for a few that are not. ok is false for all
// others. (A switch, and not a map: it is asked for every error.)
func adviceOf(c Condition) (advice Retry, ok bool) {
	switch c {
	case "serialization_failure", "deadlock_detected", RecoveryConflict, CommitRolledBack, "transaction_rollback",
		"in_failed_sql_transaction":
		return RetryTransaction, true
	case "lock_not_available", LockTimeout, StalePlan, "invalid_sql_statement_name":
		return RetryStatement, true
	case "read_only_sql_transaction", "idle_in_transaction_session_timeout", "idle_session_timeout", "transaction_timeout",
		"admin_shutdown":
		return RetryReconnect, true
	case "crash_shutdown", "cannot_connect_now", "too_many_connections", "insufficient_resources", "disk_full",
		"out_of_memory", ConnectionRefused, ConnectTimeout, HostUnreachable, HostNotFound,
		PoolExhausted, ServerMismatch:
		return RetryWait, true
	case CallerCancel:
		return RetryNo, true
	}
	return "", false
}

// afterFirst is the advice for what follows from the first error of a transaction: that the transaction has failed says
// nothing about another run of it, and what failed it does.
func afterFirst(first *pgconn.PgError) Retry {
	switch r, ok := adviceOf(conditionOf(first, nil)); {
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
	case d.Condition == TLSFailure && ended(d.Cause):
		return RetryReconnect // the handshake was cut off, and not refused
	case d.Condition == ConnectionClosedByOwner, d.Condition == TLSFailure, d.Condition == BadDSN:
		return RetryNo
	case d.Status == StatusOpen:
		return RetryStatement
	}
	return RetryReconnect
}

// ended tells whether the peer has ended the connection, without a word of its own.
func ended(cause error) bool {
	return errors.Is(cause, io.EOF) || errors.Is(cause, io.ErrUnexpectedEOF) || errors.Is(cause, syscall.ECONNRESET)
}
