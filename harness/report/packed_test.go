package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// seen is a result with a case.
func seen(outcome verdict.Outcome) verdict.Result {
	ok := true
	r := verdict.Result{ID: "a/b", Target: "t", Outcome: outcome, DurationMS: 12.5}
	r.Observed = []verdict.Observed{{
		Step: 1, Request: target.Request{ID: 1, Op: target.OpQuery, Session: "a", SQL: "SELECT 'wo\x1brd'"}, Answer: target.Answer{OK: &ok, Tag: "SELECT 1"},
		Wire: &verdict.Wire{Exchanges: []verdict.Exchange{{Conn: 1, Sent: "Query", Rows: 1, Tags: []string{"SELECT 1"}, Tx: "I"}}},
	}}
	r.Truth = []verdict.TruthAnswer{{Name: "it is there", Want: [][]string{{"1"}}, Got: [][]string{{"1"}}}}
	r.Conns = 2
	return r
}

// recorded are the bytes of a result in a record, and the line that is read of them.
func recorded(t *testing.T, out *report.JSONL, file *bytes.Buffer, line report.Line) (string, report.Line) {
	t.Helper()
	if err := out.Run(report.Run{Type: "run", Format: report.FormatVersion}); err != nil {
		t.Fatal(err)
	}
	if err := out.Result(line); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	rec, err := report.Read(file)
	if err != nil || len(rec.Results) != 1 {
		t.Fatalf("%d results, %v", len(rec.Results), err)
	}
	return text, rec.Results[0]
}

func TestTheCaseOfAPassIsPackedAndComesBackWhole(t *testing.T) {
	old := report.NewLine("", seen(verdict.Pass))
	old.Format = 2
	for name, test := range map[string]struct {
		line          report.Line
		plain, packed bool
	}{
		"a pass":               {line: report.NewLine("", seen(verdict.Pass)), packed: true},
		"a failure":            {line: report.NewLine("", seen(verdict.Fail))},
		"a pass on the screen": {line: report.NewLine("", seen(verdict.Pass)), plain: true},
		"a line of format 2":   {line: old},
	} {
		var file bytes.Buffer
		out := report.NewRecord(&file)
		if test.plain {
			out = report.NewJSONL(&file)
		}
		text, back := recorded(t, out, &file, test.line)
		if strings.Contains(text, `"case":"`) != test.packed || strings.Contains(text, `"observed"`) == test.packed {
			t.Errorf("%s: it is written as %s", name, text)
		}
		if was, is := inJSON(t, test.line), inJSON(t, back); was != is {
			t.Errorf("%s: it was\n%s\nand is\n%s", name, was, is)
		}
	}
}

func inJSON(t *testing.T, line report.Line) string {
	t.Helper()
	b, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestACaseThatCannotBeUnpackedIsNamed(t *testing.T) {
	file := `{"type":"run","format":3}` + "\n" + `{"type":"result","format":3,"id":"a/b","outcome":"pass","case":"AAAA"}` + "\n"
	if _, err := report.Read(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), "unpack the case of a/b") {
		t.Errorf("got %v", err)
	}
}
