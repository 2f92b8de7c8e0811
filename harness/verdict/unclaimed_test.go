package verdict_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// What the server holds otherwise than expected is held against a client only for what it has said, or where it was done twice.
func TestWhatNobodySpokeForIsNoLie(t *testing.T) {
	ok, bad := true, false
	did := func(op target.Op, succeeded *bool, said pgdiag.Outcome, e verdict.Exchange) verdict.Observed {
		o := verdict.Observed{
			Request: target.Request{Op: op, Session: "a"}, Answer: target.Answer{OK: succeeded},
			Wire: &verdict.Wire{Exchanges: []verdict.Exchange{e}},
		}
		if op == target.OpQuery {
			o.Request.SQL = "INSERT INTO ledger (entry) VALUES ('x')"
		}
		if !*succeeded {
			o.Answer.Error = &target.Error{Outcome: said}
		}
		return o
	}
	sent := verdict.Exchange{Conn: 1, Sent: "Query"}
	done := verdict.Exchange{Conn: 1, Sent: "Query", Tags: []string{"INSERT 0 1"}, Tx: "I"}
	begin := did(target.OpBegin, &ok, "", verdict.Exchange{Conn: 1, Sent: "Query", SQL: "BEGIN", Tags: []string{"BEGIN"}, Tx: "T"})
	row := [][]string{{"x"}}
	for _, tt := range []struct {
		name      string
		did       []verdict.Observed
		want, got [][]string
		outcome   verdict.Outcome
	}{
		{"failed, and there", []verdict.Observed{did(target.OpQuery, &bad, "", sent)}, nil, row, verdict.Undecidable},
		{"failed, said to be unknown, and not there", []verdict.Observed{did(target.OpQuery, &bad, pgdiag.OutcomeUnknown, sent)}, row, nil, verdict.Undecidable},
		{"failed, said to be undone, and there", []verdict.Observed{did(target.OpQuery, &bad, pgdiag.OutcomeRolledBack, sent)}, nil, row, verdict.Fail},
		{"failed, and there twice", []verdict.Observed{did(target.OpQuery, &bad, "", sent)}, row, [][]string{{"x"}, {"x"}}, verdict.Fail},
		{"another's", []verdict.Observed{did(target.OpQuery, &bad, "", sent)}, nil, [][]string{{"y"}}, verdict.Fail},
		{"done, and not there", []verdict.Observed{did(target.OpQuery, &ok, "", done)}, row, nil, verdict.Fail},
		{"failed after the server had done it", []verdict.Observed{did(target.OpQuery, &bad, "", done)}, row, nil, verdict.Fail},
		{"a commit that failed", []verdict.Observed{begin, did(target.OpQuery, &ok, "", done), did(target.OpCommit, &bad, "", sent)}, row, nil, verdict.Undecidable},
		{"a commit that failed before it was sent", []verdict.Observed{begin, did(target.OpQuery, &ok, "", done), did(target.OpCommit, &bad, "", verdict.Exchange{})}, row, nil, verdict.Undecidable},
		{"a commit that is said to be undone", []verdict.Observed{begin, did(target.OpQuery, &ok, "", done), did(target.OpCommit, &bad, pgdiag.OutcomeRolledBack, sent)}, nil, row, verdict.Fail},
		{"a commit that succeeded", []verdict.Observed{begin, did(target.OpQuery, &ok, "", done), did(target.OpCommit, &ok, "", done)}, row, nil, verdict.Fail},
		{"after the transaction of the commit", []verdict.Observed{begin, did(target.OpCommit, &bad, "", sent), did(target.OpQuery, &ok, "", done)}, row, nil, verdict.Fail},
	} {
		r := verdict.Judge(verdict.Case{
			Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "t", Reports: []target.Report{}}, Conns: -1,
			Observed: tt.did, Truth: []verdict.TruthAnswer{{Name: "it", Want: tt.want, Got: tt.got}},
		})
		at := slices.IndexFunc(r.Findings, func(f verdict.Finding) bool { return f.Rule == "truth" })
		if at < 0 || r.Findings[at].Outcome != tt.outcome {
			t.Errorf("%s: %+v, want %s", tt.name, r.Findings, tt.outcome)
		}
	}
}
