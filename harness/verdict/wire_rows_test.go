package verdict_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// What a client gives of the first rows is held against what the server sent of them, in columns of text, whatever is expected.
func TestTheFirstRowsAreThoseThatTheServerSent(t *testing.T) {
	ok := true
	sums := func(values ...string) (row string) {
		for i, v := range values {
			if i > 0 {
				row += " "
			}
			if v != wire.DigestOther && v != wire.DigestNull {
				v = wire.Checksum(v)
			}
			row += v
		}
		return row
	}
	text := func(values ...string) (row []*string) {
		for _, v := range values {
			row = append(row, target.Text(v))
		}
		return row
	}
	for _, tt := range []struct {
		name string
		sent []string
		got  target.Rows
		red  bool
	}{
		{"the same", []string{sums("a"), sums("b")}, target.Rows{text("a"), text("b")}, false},
		{"in another order", []string{sums("a"), sums("b")}, target.Rows{text("b"), text("a")}, true},
		{"another's", []string{sums("a")}, target.Rows{text("b")}, true},
		{"a NULL", []string{sums(wire.DigestNull)}, target.Rows{{nil}}, false},
		{"a NULL that is a text", []string{sums(wire.DigestNull)}, target.Rows{text("")}, true},
		{"a text that is NULL", []string{sums("")}, target.Rows{{nil}}, true},
		{"a number beside a text", []string{sums(wire.DigestOther, "a")}, target.Rows{text("1.0", "a")}, false},
		{"what is not known", nil, target.Rows{text("b")}, false},
	} {
		c := verdict.Case{
			Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "t", Reports: []target.Report{}}, Conns: -1,
			Expected: []verdict.Expected{{Step: 1}},
			Observed: []verdict.Observed{{
				Step: 1, Request: target.Request{ID: 1, Op: target.OpQuery, Session: "a", SQL: "SELECT word FROM words"},
				Answer: target.Answer{OK: &ok, Rows: tt.got},
				Wire: &verdict.Wire{Exchanges: []verdict.Exchange{{
					Conn: 1, Sent: "Query", Rows: len(tt.got), Values: tt.sent, Tags: []string{"SELECT"}, Tx: "I",
				}}},
			}},
		}
		r := verdict.Judge(c)
		red := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return f.Cause == "rows/query/answered/wire-other" })
		if red != tt.red {
			t.Errorf("%s: red is %t, want %t: %+v", tt.name, red, tt.red, r.Findings)
		}
		if again := verdict.Again(r.Lean(), c.Target); again.Outcome != r.Outcome {
			t.Errorf("%s: judged again it is %s, and was %s", tt.name, again.Outcome, r.Outcome)
		}
	}
}

// A line that was copied is held against the one that the server sent.
func TestCopiedLinesAreHeldByTheirContent(t *testing.T) {
	ok := true
	for line, want := range map[string]verdict.Outcome{"1\tone": verdict.Pass, "1\tother": verdict.Fail} {
		r := verdict.Judge(verdict.Case{
			Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "t", Reports: []target.Report{}}, Conns: -1,
			Expected: []verdict.Expected{{Step: 1}},
			Observed: []verdict.Observed{{
				Step: 1, Request: target.Request{ID: 1, Op: target.OpCopyOut, Session: "a", SQL: "COPY t TO STDOUT"},
				Answer: target.Answer{OK: &ok, Rows: target.Rows{{target.Text(line)}}, Tag: "COPY 1"},
				Wire: &verdict.Wire{Exchanges: []verdict.Exchange{{
					Conn: 1, Sent: "Query", Copied: 1, Values: []string{wire.Checksum("1\tone")}, Tags: []string{"COPY 1"}, Tx: "I",
				}}},
			}},
		})
		if r.Outcome != want {
			t.Errorf("%q: it is %s (%s), want %s", line, r.Outcome, r.Reason, want)
		}
	}
}

// A result that is fetched in parts has the rows of all of them, by whatever the parts were asked for.
func TestRowsThatAreFetchedInPartsAreCountedTogether(t *testing.T) {
	ok := true
	tag := func(rows int, sent, sql string, tags ...string) verdict.Exchange {
		return verdict.Exchange{Conn: 1, Sent: sent, SQL: sql, Rows: rows, Tags: tags, Tx: "T"}
	}
	cursor := []verdict.Exchange{
		tag(0, "Query", "DECLARE parts CURSOR FOR SELECT word FROM words", "DECLARE CURSOR"), tag(2, "Query", "FETCH 2 FROM parts", "FETCH 2"),
		tag(1, "Query", "FETCH 2 FROM parts", "FETCH 1"), tag(0, "Query", "CLOSE parts", "CLOSE CURSOR"),
	}
	portal := []verdict.Exchange{tag(2, "Parse Bind Execute Sync", ""), tag(1, "Execute Sync", "", "SELECT 3")}
	for name, wire := range map[string][]verdict.Exchange{"a cursor": cursor, "a portal that is suspended": portal} {
		for n, cause := range map[int]string{2: "wire-missing", 3: "", 4: "wire-foreign"} {
			r := verdict.Judge(verdict.Case{
				Scenario: scenario.Scenario{ID: "a/b"}, Target: target.Hello{Name: "t", Reports: []target.Report{}}, Conns: -1,
				Expected: []verdict.Expected{{Step: 1}},
				Observed: []verdict.Observed{{
					Step: 1, Request: target.Request{ID: 1, Op: target.OpQuery, Session: "a", SQL: "SELECT word FROM words", Fetch: 2},
					Answer: target.Answer{OK: &ok, Rows: slices.Repeat(target.Rows{{target.Text("w")}}, n)}, Wire: &verdict.Wire{Exchanges: wire},
				}},
			})
			found := slices.ContainsFunc(r.Findings, func(f verdict.Finding) bool { return cause != "" && strings.HasSuffix(f.Cause, cause) })
			if found != (cause != "") || !found && len(r.Findings) > 0 {
				t.Errorf("%s, of which %d of 3 rows are given: %+v", name, n, r.Findings)
			}
		}
	}
}
