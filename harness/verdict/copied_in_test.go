package verdict_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// The lines that a client copies are those that it was given, whatever the server makes of them.
func TestTheLinesThatAreCopiedAreThoseThatWereGiven(t *testing.T) {
	ok := true
	for name, tt := range map[string]struct {
		given   []string
		sent    string
		altered bool
		red     bool
	}{
		"the same":              {[]string{"1\ta", "2\t\\N"}, wire.CopyChecksum("1\ta\n2\t\\N\n"), false, false},
		"none":                  {nil, wire.CopyChecksum(""), false, false},
		"one is missing":        {[]string{"1\ta", "2\tb"}, wire.CopyChecksum("1\ta\n"), false, true},
		"a NULL that is a text": {[]string{"1\t\\N"}, wire.CopyChecksum("1\t\n"), false, true},
		"white space taken off": {[]string{"1\ta "}, wire.CopyChecksum("1\ta\n"), false, true},
		"what is not known":     {[]string{"1\ta"}, "", false, false},
		"what the rig changed":  {[]string{"1\ta"}, wire.CopyChecksum("1\tb\n"), true, false},
	} {
		c := verdict.Case{
			Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "t", Reports: []target.Report{}}, Conns: -1,
			Expected: []verdict.Expected{{Step: 1}},
			Observed: []verdict.Observed{{
				Step: 1, Request: target.Request{ID: 1, Op: target.OpCopyIn, Session: "a", SQL: "COPY t FROM STDIN", Rows: tt.given},
				Answer: target.Answer{OK: &ok},
				Wire: &verdict.Wire{Exchanges: []verdict.Exchange{{
					Conn: 1, Sent: "Query CopyData CopyDone", CopiedIn: tt.sent, Altered: tt.altered, Tags: []string{"COPY"}, Tx: "I",
				}}},
			}},
		}
		r := verdict.Judge(c)
		if got := r.Questions[verdict.Safety] == verdict.Fail; got != tt.red {
			t.Errorf("%s: red is %t: %+v", name, got, r.Findings)
		}
		if again := verdict.Again(r.Lean(), c.Target); again.Outcome != r.Outcome {
			t.Errorf("%s: judged again it is %s, and was %s", name, again.Outcome, r.Outcome)
		}
	}
}
