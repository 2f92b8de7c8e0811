package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

func TestJSONLIsTheWholeRecord(t *testing.T) {
	var b bytes.Buffer
	sample(t, report.NewJSONL(&b))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	var types []string
	for _, line := range lines {
		var head struct {
			Type string `json:"type"`
		}
		if err := json.Unmarshal([]byte(line), &head); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		types = append(types, head.Type)
	}
	if got, want := strings.Join(types, " "), "run result result result summary"; got != want {
		t.Errorf("lines are %q, want %q", got, want)
	}
	var back report.Line
	if err := json.Unmarshal([]byte(lines[2]), &back); err != nil {
		t.Fatal(err)
	}
	if back.Outcome != verdict.Fail || back.Reason != "said\nok | <b>\x1b[2J\u202e" {
		t.Errorf("a result does not come back as it was: %+v", back)
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e") {
		t.Errorf("control characters stand bare in the record: %q", b.String())
	}
}
