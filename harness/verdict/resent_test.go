package verdict_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// A statement that was done, and is sent again in the same call, is red; what ends a transaction may be sent twice.
func TestWhatIsSentAgain(t *testing.T) {
	for _, c := range []struct {
		sql string
		red bool
	}{
		{"INSERT INTO ledger VALUES (1)", true},
		{"COMMIT PREPARED 'x'", true},
		{"ROLLBACK PREPARED 'x'", true},
		{"ROLLBACK", false},
		{" rollback to savepoint s;", false},
		{"ABORT;", false},
	} {
		done := verdict.Exchange{Conn: 1, Sent: "Query", Bytes: 40, Tags: []string{"OK"}, Tx: "I"}
		again := done
		again.Same = 1
		got := verdict.Judge(verdict.Case{Observed: []verdict.Observed{{
			Step: 1, Request: target.Request{ID: 1, Op: target.OpQuery, Session: "a", SQL: c.sql}, Answer: target.Answer{OK: target.Bool(true)},
			Wire: &verdict.Wire{Exchanges: []verdict.Exchange{done, again}},
		}}})
		if red := got.Outcome == verdict.Fail; red != c.red {
			t.Errorf("%q sent twice: %s %q", c.sql, got.Outcome, got.Reason)
		}
	}
}
