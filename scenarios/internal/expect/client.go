package expect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
)

// Refused is a failure of the client's own before anything was sent, outside a transaction.
func Refused(condition pgdiag.Condition, class string) scenario.Expect {
	e := Error(string(condition), "", class)
	e.SQLState = nil
	e.Origin = []pgdiag.Origin{pgdiag.OriginClient}
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeNotSent}
	return e
}

// NoTransaction is the end of a transaction where there is none. To some libraries that is a mistake of the caller's, and
// to others nothing to do.
func NoTransaction() scenario.Expect {
	e := Scope(pgdiag.ScopeTransaction, Refused(pgdiag.TransactionClosed, "ProgrammingError"))
	e.OrSucceeds = true
	return e
}

// OrSucceeds is e, where the operation may succeed as well.
func OrSucceeds(e scenario.Expect) scenario.Expect {
	e.OrSucceeds = true
	return e
}

// GivenBack is a question on a connection whose earlier call was given up: the client has given the connection up with it and
// sends nothing, or it has seen to it that the next question gets its own answer.
func GivenBack(rows ...string) scenario.Expect {
	e := NotSent(pgdiag.RetryReconnect, GivenUp(pgdiag.CallerDeadline))
	e.OrSucceeds, e.Rows = true, Table(rows...)
	return e
}

// Busy is a call on a connection that another call is using.
func Busy() scenario.Expect {
	e := Refused(pgdiag.ConnectionBusy, "InterfaceError")
	e.Tx = []pgdiag.TxStatus{pgdiag.TxActive}
	return e
}

// Reading is e while rows of its answer are unread, where e is a success.
func Reading(e scenario.Expect) scenario.Expect {
	e.Tx = []pgdiag.TxStatus{pgdiag.TxActive}
	return e
}

// Closed is a call on a connection that its owner has closed.
func Closed() scenario.Expect {
	e := Refused(pgdiag.ConnectionClosedByOwner, "InterfaceError")
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection}
	e.Status, e.Tx = []pgdiag.Status{pgdiag.StatusClosed}, []pgdiag.TxStatus{pgdiag.TxUnknown}
	return e
}

// BeforeSend is a call whose caller had given up before it was made.
func BeforeSend(condition pgdiag.Condition, r pgdiag.Retry) scenario.Expect {
	e := Retry(r, Refused(condition, "QueryCanceledError"))
	e.Origin = []pgdiag.Origin{pgdiag.OriginCaller}
	return e
}

// Delivered is a statement that the server has carried out, and whose answer is not what the caller has asked for.
func Delivered(condition pgdiag.Condition, class string) scenario.Expect {
	e := Refused(condition, class)
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeCommitted}
	return e
}

// Open is e in a transaction that goes on: what becomes of it is still the caller's to say.
func Open(e scenario.Expect) scenario.Expect {
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeUnknown}
	return In(e)
}

// NotSent is e where the server has executed nothing.
func NotSent(r pgdiag.Retry, e scenario.Expect) scenario.Expect {
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeNotSent}
	return Retry(r, e)
}
