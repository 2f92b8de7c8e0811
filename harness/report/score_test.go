package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

func TestARecordIsReadBackAndScored(t *testing.T) {
	records := make([]report.Record, 2)
	for i, name := range []string{"reference", "p|gx"} {
		var file bytes.Buffer
		out := report.NewJSONL(&file)
		outcomes := []verdict.Outcome{verdict.Pass, verdict.Fail, verdict.Weak}
		if i == 0 {
			outcomes = []verdict.Outcome{verdict.Pass, verdict.Pass, verdict.Pass}
		}
		errs := []error{out.Run(report.Run{Type: "run", Target: target.Hello{Name: name}})}
		for j, id := range []string{"network/a", "network/b", "data/c"} {
			errs = append(errs, out.Result(report.NewLine("", verdict.Result{ID: id, Outcome: outcomes[j], Reason: "a\nb\x1b"})))
		}
		errs = append(errs, out.Summary(report.Summary{Type: "summary", Total: 3}))
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		rec, err := report.Read(&file)
		if err != nil || len(rec.Results) != 3 || rec.Summary == nil || rec.Summary.Total != 3 || rec.Results[0].Reason != "a\nb\x1b" {
			t.Fatalf("read back it is %+v, %v", rec, err)
		}
		records[i] = rec
	}
	const want = `| family | scenarios | reference | p\|gx |
| --- | ---: | --- | --- |
| data | 1 | 1 pass | 1 weak |
| network | 2 | 2 pass | 1 fail, 1 pass |
| **all** | 3 | 3 pass | 1 fail, 1 weak, 1 pass |
| says something of its connection and transaction | | 0 | 0 |
| says something of what happened | | 0 | 0 |
| says something of the write, and what to do | | 0 | 0 |
| grade | | no grade, 0 of 3 asked | no grade, 0 of 3 asked |
`
	if got := report.Score(records); got != want {
		t.Errorf("want:\n%s\ngot:\n%s", want, got)
	}
}

func TestWhatIsNoRecordIsNotRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "results.jsonl?",
		"hello\n":                  "read line 1",
		`{"type":"result"}` + "\n": "results.jsonl?",
		`{"type":"run"}` + "\n" + `{"type":"result","id":1}` + "\n": "read line 2",
	} {
		if _, err := report.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", text, err, want)
		}
	}
}
