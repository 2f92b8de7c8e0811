package expect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
)

// Committed is e where it is certain that the write stays.
func Committed(e scenario.Expect) scenario.Expect {
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeCommitted}
	return Retry(pgdiag.RetryNo, e)
}

// Idle is the first use of a connection that was closed while nobody used it. One that looks first knows that nothing
// was executed. One that only writes has its bytes taken by the kernel, and must not say more than that it does not know.
func Idle() scenario.Expect {
	e := Lost(pgdiag.ConnectionClosedByPeer)
	e.Condition = []pgdiag.Condition{pgdiag.ConnectionClosedByPeer, pgdiag.ConnectionReset}
	return Or(e, NotSent(pgdiag.RetryReconnect, e))
}

// Silent is a call that its caller's deadline has ended since nothing came: the connection went with it.
func Silent() scenario.Expect {
	e := Alone(GivenUp(pgdiag.CallerDeadline))
	e.Condition = []pgdiag.Condition{pgdiag.CallerDeadline, pgdiag.ConnectionSilent}
	e.Origin = []pgdiag.Origin{pgdiag.OriginCaller, pgdiag.OriginNetwork}
	return e
}

// Garbage is an answer that is not of the protocol, and so the end of the connection.
func Garbage() scenario.Expect { return Lost(pgdiag.ProtocolGarbage) }

// GarbageInside is Garbage in a message whose end was seen all the same, and with it perhaps the end of the statement.
func GarbageInside() scenario.Expect { return Or(Garbage(), Committed(Garbage())) }

// NoConnection is a connection that did not come about, for want of a network or of somebody who answers.
func NoConnection(condition pgdiag.Condition, r pgdiag.Retry) scenario.Expect {
	e := NotSent(r, Lost(condition))
	e.Tx = nil
	return e
}

// Unreachable is NoConnection, where there may be nothing at all on the other side.
func Unreachable(condition pgdiag.Condition) scenario.Expect {
	e := NoConnection(condition, pgdiag.RetryWait)
	e.Scope = []pgdiag.Scope{pgdiag.ScopeServer, pgdiag.ScopeConnection}
	return e
}

// Unanswered is a connect that ran out of its time.
func Unanswered() scenario.Expect {
	e := NoConnection(pgdiag.ConnectTimeout, pgdiag.RetryWait)
	e.Origin = []pgdiag.Origin{pgdiag.OriginNetwork, pgdiag.OriginCaller}
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection, pgdiag.ScopeServer}
	e.Retry = []pgdiag.Retry{pgdiag.RetryWait, pgdiag.RetryReconnect}
	return e
}

// Turned is a connection that the server has refused with a code.
func Turned(condition, sqlstate string, r pgdiag.Retry) scenario.Expect {
	e := NotSent(r, Fatal(condition, sqlstate, "OperationalError"))
	e.Tx = nil
	return e
}
