package commit

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
)

// waitsForStandby is true while some session of the scenario's database waits for a synchronous standby.
const waitsForStandby = `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'`

// notCommitted is a COMMIT on a connection that was lost before it was sent.
func notCommitted() scenario.Expect {
	e := expect.Lost(pgdiag.ConnectionReset)
	return expect.Or(expect.NotSent(pgdiag.RetryReconnect, e), expect.RolledBack(pgdiag.RetryReconnect, e))
}

// neverSent is a COMMIT whose caller had given up before. The connection may go with it, or be as before.
func neverSent() scenario.Expect {
	gone := expect.Alone(expect.GivenUp(pgdiag.CallerDeadline))
	gone.Outcome = []pgdiag.Outcome{pgdiag.OutcomeNotSent, pgdiag.OutcomeRolledBack}
	gone.Retry = []pgdiag.Retry{pgdiag.RetryReconnect}
	kept := gone
	kept.Scope = []pgdiag.Scope{pgdiag.ScopeStatement, pgdiag.ScopeTransaction}
	kept.Retry = []pgdiag.Retry{pgdiag.RetryStatement, pgdiag.RetryTransaction}
	kept.Status, kept.Tx = []pgdiag.Status{pgdiag.StatusOpen}, []pgdiag.TxStatus{pgdiag.TxInTrans}
	return expect.Or(gone, kept)
}

// answeredWithRollback is a COMMIT that was answered with ROLLBACK, for an earlier error.
func answeredWithRollback(first string) scenario.Expect {
	e := expect.Error(string(pgdiag.CommitRolledBack), "", "TransactionRollbackError")
	e.SQLState = nil
	e.First = []string{first}
	return expect.Scope(pgdiag.ScopeTransaction, e)
}

// terminated is a COMMIT that the server has answered with the end of the session. PostgreSQL does not say that once it
// has committed; not to rely on it is honest.
func terminated() scenario.Expect {
	e := expect.Fatal("admin_shutdown", "57P01", "OperationalError")
	return expect.Or(e, expect.Unknown(e))
}

// committedLocally is a call that the server has carried out, and whose session it has ended with a warning that says so.
func committedLocally() scenario.Expect {
	e := expect.Committed(expect.Lost(pgdiag.ConnectionClosedByPeer))
	e.Condition = []pgdiag.Condition{pgdiag.ConnectionClosedByPeer, "admin_shutdown"}
	e.Origin = []pgdiag.Origin{pgdiag.OriginNetwork, pgdiag.OriginServer}
	e.SQLState = nil
	return expect.Or(e, expect.Unknown(e))
}

// crashed is a call of which the server knows nothing any more: it says that another process has crashed, and ends.
func crashed() scenario.Expect {
	e := expect.Lost(pgdiag.ConnectionClosedByPeer)
	e.Condition = []pgdiag.Condition{pgdiag.ConnectionClosedByPeer, "crash_shutdown"}
	e.Origin = []pgdiag.Origin{pgdiag.OriginNetwork, pgdiag.OriginServer}
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection, pgdiag.ScopeServer}
	return e
}

// rollbackLost is a ROLLBACK whose answer is lost.
func rollbackLost() scenario.Expect {
	return expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset))
}

// completionUnknown is an ERROR that says of itself that nobody knows.
func completionUnknown() scenario.Expect {
	e := expect.Unknown(expect.Error("statement_completion_unknown", "40003", "TransactionRollbackError"))
	e.Scope = []pgdiag.Scope{pgdiag.ScopeTransaction, pgdiag.ScopeStatement}
	return e
}

// notBegun is a COMMIT that failed before it did anything. Its transaction is still open on the server, as failed: the client
// leaves it to be rolled back, or gives up the connection.
func notBegun() scenario.Expect {
	e := expect.ErrorInTx("query_canceled", "57014", "QueryCanceledError")
	e.Retry = nil
	given := e
	given.Scope, given.Status, given.Tx = []pgdiag.Scope{pgdiag.ScopeConnection}, []pgdiag.Status{pgdiag.StatusFaulty}, []pgdiag.TxStatus{pgdiag.TxUnknown}
	return expect.Or(e, given)
}
