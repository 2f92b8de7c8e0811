package report_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// A sweep has too many points for a page: those that pass are counted.
func TestMarkdownOfASweep(t *testing.T) {
	var b strings.Builder
	m := report.NewMarkdown(&b)
	for _, err := range []error{
		m.Run(report.Run{Points: 2}),
		m.Result(report.NewLine("", verdict.Result{ID: "sweep/a/good", Outcome: verdict.Pass})),
		m.Result(report.NewLine("", verdict.Result{ID: "sweep/a/bad", Outcome: verdict.Fail})),
		m.Summary(report.Summary{Counts: map[verdict.Outcome]int{verdict.Pass: 1, verdict.Fail: 1}}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got := b.String()
	if !strings.Contains(got, "1 fail, 1 pass") || !strings.Contains(got, "a sweep of 2 runs") ||
		!strings.Contains(got, "sweep/a/bad") || strings.Contains(got, "sweep/a/good") {
		t.Errorf("got\n%s", got)
	}
}
