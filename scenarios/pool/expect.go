package pool

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
)

// closed is a connection asked of a pool that its owner has closed.
func closed() scenario.Expect {
	e := expect.Refused(pgdiag.PoolClosed, "OperationalError")
	e.Class = []string{"InterfaceError", "OperationalError"}
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection, pgdiag.ScopeStatement}
	e.Status, e.Tx = nil, nil
	return e
}

// exhausted is a connection that did not become free in time. It is the pool that has none, and the caller who waits no
// longer.
func exhausted() scenario.Expect {
	e := expect.NotSent(pgdiag.RetryWait, expect.Refused(pgdiag.PoolExhausted, "OperationalError"))
	e.Origin = []pgdiag.Origin{pgdiag.OriginClient, pgdiag.OriginCaller}
	e.Scope, e.Status, e.Tx = nil, nil, nil
	return e
}

// gaveUp is a connection that nobody was asked for.
func gaveUp(condition pgdiag.Condition) scenario.Expect {
	e := expect.BeforeSend(condition, pgdiag.RetryStatement)
	e.Scope, e.Status, e.Tx = nil, nil, nil
	e.Retry = []pgdiag.Retry{pgdiag.RetryStatement, pgdiag.RetryNo, pgdiag.RetryReconnect}
	if condition == pgdiag.CallerCancel {
		e.Retry = []pgdiag.Retry{pgdiag.RetryNo, pgdiag.RetryStatement, pgdiag.RetryReconnect}
	}
	return e
}

// unanswered is a connection that was being made when the caller's time was over.
func unanswered() scenario.Expect {
	e := expect.Unanswered()
	e.Status = nil
	return expect.Or(expect.Or(e, gaveUp(pgdiag.CallerDeadline)), exhausted())
}

// gaveUpConnecting is gaveUp where a connection was being made.
func gaveUpConnecting() scenario.Expect {
	e := gaveUp(pgdiag.CallerCancel)
	e.Class = []string{"QueryCanceledError", "OperationalError"}
	return e
}

// lifetime is how old a pool's connections may become where that is what it is about.
const lifetime = 50 * time.Millisecond

// full is a limit of connections that is reached.
func full() scenario.Expect {
	e := expect.Turned("too_many_connections", "53300", pgdiag.RetryWait)
	e.Scope = []pgdiag.Scope{pgdiag.ScopeServer, pgdiag.ScopeConnection}
	return e
}

// dead is the first use of a connection that was reset.
func dead() scenario.Expect {
	e := expect.Lost(pgdiag.ConnectionReset)
	return expect.Or(expect.NotSent(pgdiag.RetryReconnect, e), expect.RolledBack(pgdiag.RetryReconnect, e))
}

// restarted is the first use of a connection whose session the server has ended before.
func restarted() scenario.Expect {
	e := expect.Fatal("admin_shutdown", "57P01", "OperationalError")
	return expect.Or(e, expect.NotSent(pgdiag.RetryReconnect, e))
}

// readOnly is a write that a standby refuses: another server has to be found.
func readOnly() scenario.Expect {
	return expect.Retry(pgdiag.RetryReconnect, expect.Error("read_only_sql_transaction", "25006", "InternalError"))
}
