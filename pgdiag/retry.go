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
		switch {
		case d.Rule == "in_open_transaction" && d.Status == StatusOpen:
			return RetryNo // the transaction is still the caller's to end
		case d.Condition == NoRows, d.Condition == TooManyRows, d.Condition == DecodeFailure:
			return RetryNo // it was carried out
		}
		return RetryVerifyFirst
	}
	return d.reachable(d.wish(f), f)
}

// wish is what would help, wherever it could be done.
func (d *Diagnosis) wish(f *facts) Retry {
	switch {
	case d.Condition == "in_failed_sql_transaction", d.Condition == CommitRolledBack:
		return afterFirst(d.First)
	case f.connect || f.connecting:
		return d.connectAgain(f)
	case d.Origin == OriginPooler && (d.Outcome == OutcomeNotSent || full(d.pg)):
		return RetryWait
	}
	if d.pg != nil {
		return d.afterServer(f)
	}
	if r, ok := adviceOf(d.Condition); ok {
		return r
	}
	switch {
	case d.SQLState != "", d.Condition == TransactionClosed:
		return RetryNo
	case f.dialed && d.Condition == UnknownFailure:
		return RetryWait // whatever has kept the dial from going out may pass
	case f.dead && d.Status == StatusFaulty:
		return RetryReconnect
	}
	return d.adviceByStatus()
}

// afterServer is the advice for what the server said.
func (d *Diagnosis) afterServer(f *facts) Retry {
	own := !relayed(d.pg)
	switch {
	case d.Condition == CopySourceFailure:
		return RetryNo
	case d.Condition == CallerDeadline:
		return d.adviceByStatus() // the server has only obeyed
	case d.Condition == "query_canceled" && f.cancelling:
		return RetryStatement // the cancel was meant for a call that is over
	case d.Condition == "read_only_sql_transaction" && (f.chosen || !own):
		return RetryNo // the caller has asked for it, or it is said of another server
	case f.standby && own && (d.SQLState == "0A000" || d.SQLState == "55000"):
		return RetryReconnect // a standby refuses by these what a primary does
	case stale(d.pg):
		return RetryReconnect // what the session remembers of the catalogue is no more
	}
	r, ok := adviceOf(d.Condition)
	switch {
	case ok && !isFatal(d.pg) && (d.SQLState[:2] == "57" || d.SQLState[:2] == "53" || d.SQLState[:3] == "25P") && r == RetryReconnect ||
		ok && !isFatal(d.pg) && (d.SQLState[:2] == "57" || d.SQLState[:2] == "53") && r != RetryNo:
		if d.SQLState == "53100" || d.SQLState == "53200" {
			return r // it is this server's disk, or memory
		}
		return RetryStatement // another server's, or a worker's: this session is well
	case ok:
		return r
	case d.Status == StatusFaulty && d.Condition != "database_dropped":
		return RetryReconnect
	}
	return RetryNo
}

// full tells whether a pooler has turned a statement away since it has no place.
func full(pg *pgconn.PgError) bool { return pg != nil && pg.Code == "53300" }

// connectAgain is the advice for a connect that has failed: a later one may find what this one has not, unless a host
// would say the same again.
func (d *Diagnosis) connectAgain(f *facts) Retry {
	switch {
	case d.pg != nil && isFatalConnect(d.pg), d.Condition == BadDSN, d.Condition == AuthenticationRefused:
		return RetryNo // no host after that one was tried, and a later attempt would come to it again
	case f.retries, d.Origin == OriginPooler: // which is full, or has no server behind it
		return RetryWait
	case d.pg != nil:
		if r, ok := adviceOf(d.Condition); ok && r != RetryNo {
			return RetryWait
		}
		return RetryNo
	case d.Condition == TLSFailure && hungUp(d.Cause), d.Condition == ConnectionReset, d.Condition == ConnectionClosedByPeer,
		d.Condition == ProtocolGarbage:
		return RetryReconnect
	case d.Condition == TLSFailure, d.Condition == CallerCancel:
		return RetryNo
	case d.Origin == OriginNetwork, d.Condition == ServerMismatch, d.Condition == UnknownFailure && d.Phase == PhaseDial:
		return RetryWait // whatever has kept the dial from going out may pass
	}
	return RetryNo
}

// isFatalConnect tells whether a server's answer ends the search for a host (pgconn's rule, as libpq's: the next host
// would say the same).
func isFatalConnect(e *pgconn.PgError) bool {
	return e.Code == "28P01" || e.Code == "3D000" || e.Code == "42501"
}

// adviceOf is the advice for the conditions that are worth trying again, and for a few that are not. ok is false for all
// others. (A switch, and not a map: it is asked for every error.)
func adviceOf(c Condition) (advice Retry, ok bool) {
	switch c {
	case "serialization_failure", "deadlock_detected", RecoveryConflict, "transaction_rollback":
		return RetryTransaction, true
	case "lock_not_available", LockTimeout, StalePlan, "invalid_sql_statement_name", "object_in_use":
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
	if first == nil {
		return RetryNo // what it was is not known
	}
	switch r, ok := adviceOf(conditionOf(first, nil)); {
	case !ok:
		return RetryNo
	case r == RetryStatement:
		return RetryTransaction
	default:
		return r
	}
}

// reachable fits a wish to what is left: a statement alone can be tried again only where it is known to have met no
// transaction, and anything on this connection only where it is known to be open.
func (d *Diagnosis) reachable(r Retry, f *facts) Retry {
	if r != RetryStatement && r != RetryTransaction {
		return r
	}
	switch {
	case d.Status != StatusOpen:
		return RetryReconnect
	case r == RetryStatement && d.Outcome == OutcomeNotSent && (f.quiet || f.busy) && f.tx == f.txBefore && f.tx != 0:
		return r // the transaction goes on as it was
	case r == RetryStatement && (f.txBefore != 'I' || f.kinds&kindsWithin == 0):
		return RetryTransaction
	}
	return r
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

// hungUp tells whether the peer has ended the connection, without a word of its own.
func hungUp(cause error) bool {
	return errors.Is(cause, io.EOF) || errors.Is(cause, io.ErrUnexpectedEOF) || errors.Is(cause, syscall.ECONNRESET)
}
