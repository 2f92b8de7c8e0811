package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
)

func TestExpectUpdateWritesAFileAndRenewsIt(t *testing.T) {
	folder := t.TempDir()
	results, file := filepath.Join(folder, "results.jsonl"), filepath.Join(folder, "expect.yaml")
	run := fmt.Sprintf(`{"type":"run","format":%d,"target":{"name":"x","version":"1.0"}}`+"\n", report.FormatVersion)
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(results, []byte(run+text+"\n"+`{"type":"summary"}`+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	update := func() string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Execute([]string{"pgfault", "expect", "update", "--expect", file, results}, nil, &out, &errs); code != 0 {
			t.Fatalf("exit code %d: %s", code, errs.String())
		}
		return out.String()
	}
	write(`{"type":"result","id":"a/b","outcome":"fail","findings":[{"outcome":"fail","rule":"truth","cause":"truth/query","text":"two rows"}]}`)
	if got := update(); !strings.Contains(got, "new      truth/query") || !strings.Contains(got, "1 new, 0 dropped") {
		t.Error(got)
	}
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), "cause: truth/query\n  scenarios:\n    - a/b\n") {
		t.Fatalf("%s, %v", data, err)
	}
	write(`{"type":"result","id":"a/b","outcome":"unexpected_pass"}`)
	if got := update(); !strings.Contains(got, "dropped  truth/query") {
		t.Error(got)
	}
	var out bytes.Buffer
	if code := Execute([]string{"pgfault", "expect", "update", results}, nil, &out, &out); code != exitUsage {
		t.Errorf("without a file it is exit code %d", code)
	}
}
