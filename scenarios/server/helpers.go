package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
)

// notBegun is e where the session had ended before the statement was sent: nothing of it was executed, by whatever name.
func notBegun(e scenario.Expect) scenario.Expect {
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeRolledBack, pgdiag.OutcomeNotSent}
	return e
}

// statementTimeoutOrCancel is a statement that the server has ended, of whose limit the client can't know.
func statementTimeoutOrCancel() scenario.Expect {
	e := expect.Error("query_canceled", "57014", "QueryCanceledError")
	e.Condition = []pgdiag.Condition{"query_canceled", pgdiag.StatementTimeout}
	return e
}

// sleepsPastTimeout is true while some session sleeps for longer than StatementTimeoutIsOver once allowed.
const sleepsPastTimeout = `SELECT count(*) > 0 FROM pg_stat_activity
	WHERE datname = current_database() AND wait_event = 'PgSleep' AND clock_timestamp() > query_start + interval '400ms'`

// endedAfterAnswer is the end of a session whose last statement was answered: it is committed, and who has sent it in the
// extended protocol can't know.
func endedAfterAnswer() scenario.Expect {
	e := expect.Fatal("admin_shutdown", "57P01", "OperationalError")
	return expect.Or(expect.Committed(e), expect.Unknown(e))
}

// shuttingDown is a server that takes nobody new.
func shuttingDown() scenario.Expect {
	return expect.Scope(pgdiag.ScopeServer, expect.Turned("cannot_connect_now", "57P03", pgdiag.RetryWait))
}

// frozen is a connect to a server that takes the connection and says nothing.
func frozen() scenario.Expect {
	e := expect.NoConnection(pgdiag.ConnectTimeout, pgdiag.RetryWait)
	e.Origin = []pgdiag.Origin{pgdiag.OriginNetwork, pgdiag.OriginCaller}
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection, pgdiag.ScopeServer}
	e.Retry = []pgdiag.Retry{pgdiag.RetryWait, pgdiag.RetryReconnect}
	return e
}

// cutOff is a connection that somebody on the way has ended, when there was nobody any more to end it.
func cutOff() scenario.Expect {
	e := expect.Lost(pgdiag.ConnectionClosedByPeer)
	e.Condition = []pgdiag.Condition{pgdiag.ConnectionClosedByPeer, pgdiag.ConnectionReset}
	return e
}

// alone leaves it to the backend to write the WAL: else another process may be the first that finds no room.
var alone = []string{"ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()"}

// panicked is a server that has ended for want of room.
func panicked() scenario.Expect {
	return expect.Scope(pgdiag.ScopeServer, expect.Unknown(expect.Fatal("disk_full", "53100", "OperationalError")))
}
