package report_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// TestAFailureShowsItsConversation shows what was said around the fault, which is marked, in the columns that there are.
func TestAFailureShowsItsConversation(t *testing.T) {
	folder := t.TempDir()
	var trace strings.Builder
	for range 20 {
		trace.WriteString("12:00:00.000000\t1\tB\t26\tParameterStatus\tx=y\n12:00:00.000000\t1\tF\t18\tQuery\tSELECT 1\n")
	}
	trace.WriteString("12:00:00.000000\t1\t-\t\t(fired)\treset: connection 1, " + strings.Repeat("long ", 40) + "\n")
	for range 9 {
		trace.WriteString("12:00:00.000000\t1\tF\t18\tQuery\tSELECT 'afterwards'\n")
	}
	if err := os.WriteFile(filepath.Join(folder, "trace.txt"), []byte(trace.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	p := report.NewPretty(&b, report.PrettyConfig{})
	p.InFolder(folder)
	if err := p.Result(report.NewLine("", verdict.Result{ID: "network/a", Outcome: verdict.Fail, Artifacts: []string{"trace.txt"}})); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Count(got, "1 → Query SELECT 1\n") != 8 || strings.Count(got, "afterwards") != 3 || strings.Count(got, "⚡ reset: connection 1") != 1 || strings.Contains(got, "ParameterStatus") {
		t.Errorf("it shows\n%s", got)
	}
	for line := range strings.Lines(got) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 {
			t.Errorf("a line has %d columns: %q", n, line)
		}
	}
}
