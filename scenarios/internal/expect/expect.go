// Package expect makes the expectations that many scenarios share. Each is a plain value: a scenario that differs on an
// axis changes that axis.
package expect

import (
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
)

// OK is success, outside a transaction.
func OK() scenario.Expect {
	return scenario.Expect{Status: []pgdiag.Status{pgdiag.StatusOpen}, Tx: []pgdiag.TxStatus{pgdiag.TxIdle}}
}

// InTrans is success within a transaction.
func InTrans() scenario.Expect {
	return scenario.Expect{Status: []pgdiag.Status{pgdiag.StatusOpen}, Tx: []pgdiag.TxStatus{pgdiag.TxInTrans}}
}

// Rows is OK with these rows, their columns parted by "|".
func Rows(rows ...string) scenario.Expect {
	e := OK()
	e.Rows = Table(rows...)
	return e
}

// Table is rows, their columns parted by "|".
func Table(rows ...string) [][]string {
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = strings.Split(r, "|")
	}
	return out
}

// Error is an ERROR of the server's outside a transaction: the statement failed, left nothing, would fail again, and the
// connection is as good as before. This is by far the most common failure.
func Error(condition, sqlstate, class string) scenario.Expect {
	return scenario.Expect{
		Fails:     true,
		Condition: []pgdiag.Condition{pgdiag.Condition(condition)},
		SQLState:  []string{sqlstate},
		Class:     []string{class},
		Origin:    []pgdiag.Origin{pgdiag.OriginServer},
		Scope:     []pgdiag.Scope{pgdiag.ScopeStatement},
		Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
		Retry:     []pgdiag.Retry{pgdiag.RetryNo},
		Status:    []pgdiag.Status{pgdiag.StatusOpen},
		Tx:        []pgdiag.TxStatus{pgdiag.TxIdle},
	}
}

// ErrorInTx is an ERROR of the server's in a transaction, which has failed with it as a whole.
func ErrorInTx(condition, sqlstate, class string) scenario.Expect {
	e := Error(condition, sqlstate, class)
	e.Scope, e.Tx = []pgdiag.Scope{pgdiag.ScopeTransaction}, []pgdiag.TxStatus{pgdiag.TxInError}
	return e
}

// Retry is e with another advice.
func Retry(r pgdiag.Retry, e scenario.Expect) scenario.Expect {
	e.Retry = []pgdiag.Retry{r}
	return e
}

// Since is e, with what is expected otherwise from a major version of PostgreSQL on.
func Since(major int, other, e scenario.Expect) scenario.Expect {
	e.Since = map[int]scenario.Expect{major: other}
	return e
}

// Data is an Error of this class of PEP 249.
func Data(condition, sqlstate string) scenario.Expect { return Error(condition, sqlstate, "DataError") }

// Integrity is an Error of this class of PEP 249.
func Integrity(condition, sqlstate string) scenario.Expect {
	return Error(condition, sqlstate, "IntegrityError")
}

// Programming is an Error of this class of PEP 249.
func Programming(condition, sqlstate string) scenario.Expect {
	return Error(condition, sqlstate, "ProgrammingError")
}

// Lost is a connection that is gone: nothing else of the call is known.
func Lost(condition pgdiag.Condition) scenario.Expect {
	return scenario.Expect{
		Fails:     true,
		Condition: []pgdiag.Condition{condition},
		Class:     []string{"OperationalError"},
		Origin:    []pgdiag.Origin{pgdiag.OriginNetwork},
		Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
		Outcome:   []pgdiag.Outcome{pgdiag.OutcomeUnknown},
		Retry:     []pgdiag.Retry{pgdiag.RetryVerifyFirst},
		Status:    []pgdiag.Status{pgdiag.StatusFaulty},
		Tx:        []pgdiag.TxStatus{pgdiag.TxUnknown},
	}
}

// Fatal is what the server says when it ends the session: the statement was aborted, and the connection is gone.
func Fatal(condition, sqlstate, class string) scenario.Expect {
	e := Error(condition, sqlstate, class)
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection}
	e.Status, e.Tx = []pgdiag.Status{pgdiag.StatusFaulty}, []pgdiag.TxStatus{pgdiag.TxUnknown}
	return Retry(pgdiag.RetryReconnect, e)
}

// Payload is the arrival of a notification.
func Payload(text string) scenario.Expect {
	e := OK()
	e.Payload = text
	return e
}

// GivenUp is a call that its caller ended on the way: pgdiag.CallerDeadline or pgdiag.CallerCancel. The client has given
// the connection up with it, and does not know what became of the statement; or it has asked the server to cancel, waited
// until that was done, and knows.
func GivenUp(condition pgdiag.Condition) scenario.Expect {
	return givenUp(condition, Error("query_canceled", "57014", "QueryCanceledError"))
}

// GivenUpInTx is GivenUp in a transaction.
func GivenUpInTx(condition pgdiag.Condition) scenario.Expect {
	return givenUp(condition, ErrorInTx("query_canceled", "57014", "QueryCanceledError"))
}

func givenUp(condition pgdiag.Condition, obeyed scenario.Expect) scenario.Expect {
	obeyed.Condition = []pgdiag.Condition{condition, "query_canceled"}
	obeyed.Origin = []pgdiag.Origin{pgdiag.OriginCaller, pgdiag.OriginServer}
	obeyed.Retry = []pgdiag.Retry{pgdiag.RetryNo, pgdiag.RetryStatement, pgdiag.RetryTransaction}
	e := Lost(condition)
	e.Class, e.Origin = []string{"QueryCanceledError"}, []pgdiag.Origin{pgdiag.OriginCaller}
	e.Or = []scenario.Expect{obeyed}
	return e
}

// RolledBack is e where it is certain that nothing stays, so that it may be done again with the given advice.
func RolledBack(r pgdiag.Retry, e scenario.Expect) scenario.Expect {
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeRolledBack}
	return Retry(r, e)
}

// First is e where it only follows from an earlier error of the transaction, with this code.
func First(sqlstate string, e scenario.Expect) scenario.Expect {
	e.First = []string{sqlstate}
	return e
}

// Scope is e where something else is broken.
func Scope(s pgdiag.Scope, e scenario.Expect) scenario.Expect {
	e.Scope = []pgdiag.Scope{s}
	return e
}

// In is e within a transaction, where e is a success.
func In(e scenario.Expect) scenario.Expect {
	e.Tx = []pgdiag.TxStatus{pgdiag.TxInTrans}
	return e
}

// Alone is e without what else would be as right.
func Alone(e scenario.Expect) scenario.Expect {
	e.Or = nil
	return e
}

// Or is e, with another failure that is as right.
func Or(e, other scenario.Expect) scenario.Expect {
	e.Or = append(e.Or, other)
	return e
}

// Unknown is e where nobody on this side can know what stays.
func Unknown(e scenario.Expect) scenario.Expect {
	e.Outcome = []pgdiag.Outcome{pgdiag.OutcomeUnknown}
	return Retry(pgdiag.RetryVerifyFirst, e)
}

// Truth is what the server must hold afterwards, columns parted by "|".
func Truth(name, sql string, rows ...string) scenario.Truth {
	return scenario.Truth{Name: name, SQL: sql, Rows: Table(rows...)}
}
