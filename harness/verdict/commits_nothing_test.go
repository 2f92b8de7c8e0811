package verdict_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// A commit after a close that says it has committed is no lie where the close has rolled back, which ends the transaction as the caller
// was told; it is one where the close has only ended the connection.
func TestACommitAfterAClose(t *testing.T) {
	ok := true
	call := func(id int64, op target.Op, exchanges ...verdict.Exchange) verdict.Observed {
		return verdict.Observed{
			Step: int(id), Request: target.Request{ID: id, Op: op, Session: "a"}, Answer: target.Answer{OK: &ok},
			Wire: &verdict.Wire{Exchanges: exchanges},
		}
	}
	rollback := verdict.Exchange{Conn: 1, Sent: "Query", SQL: "ROLLBACK", Tags: []string{"ROLLBACK"}, Tx: "I"}
	goodbye := verdict.Exchange{Conn: 1, Sent: "Terminate", End: verdict.EndClient}
	for _, tt := range []struct {
		name  string
		close []verdict.Exchange
		want  verdict.Outcome
	}{
		{"that rolled back", []verdict.Exchange{rollback, goodbye}, verdict.Pass},
		{"that said good-bye", []verdict.Exchange{goodbye}, verdict.Fail},
		{"whose ROLLBACK was not answered", []verdict.Exchange{{Conn: 1, Sent: "Query", SQL: "ROLLBACK", End: verdict.EndFIN}}, verdict.Fail},
	} {
		r := verdict.Judge(verdict.Case{
			Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "t", Reports: []target.Report{}}, Conns: -1,
			Expected: []verdict.Expected{{Step: 1}, {Step: 2}, {Step: 3}, {Step: 4, Expect: scenario.Expect{Fails: true}}},
			Observed: []verdict.Observed{
				call(1, target.OpConnect, verdict.Exchange{Conn: 1, Sent: "StartupMessage", Tx: "I"}),
				call(2, target.OpBegin, verdict.Exchange{Conn: 1, Sent: "Query", Tags: []string{"BEGIN"}, Tx: "T"}),
				call(3, target.OpClose, tt.close...),
				call(4, target.OpCommit),
			},
		})
		if r.Outcome != tt.want {
			t.Errorf("a close %s: %s (%s), want %s", tt.name, r.Outcome, r.Reason, tt.want)
		}
		if tt.want == verdict.Fail && !slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Rule == "false_success" }) {
			t.Errorf("a close %s: no false success is found: %+v", tt.name, r.Findings)
		}
	}
}
