package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

func TestAnnotationsAreTheGravestTen(t *testing.T) {
	s := report.Summary{}
	for i := range 30 {
		s.Causes = append(s.Causes, report.Cause{Cause: fmt.Sprintf("hang/query/%d", i), Outcome: verdict.Fail, Question: verdict.Safety, Count: 2, Sentence: "100% wrong\n::error::injected", Example: "network/a"})
	}
	s.Causes = append(s.Causes, report.Cause{Cause: "late", Outcome: verdict.Weak})
	var b strings.Builder
	if err := report.NewAnnotations(&b).Summary(s); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != 10 || !strings.HasSuffix(lines[9], "and 21 more, in the summary and in results.jsonl") {
		t.Errorf("%d annotations, the last %q", len(lines), lines[len(lines)-1])
	}
	if want := `::error title=pgfault%3A safety::100%25 wrong\n::error::injected (2 cases, such as network/a; pgfault explain hang/query/0)`; lines[0] != want {
		t.Errorf("the first is\n%s\nand not\n%s", lines[0], want)
	}
}

// TestTheStepSummaryHasItsLimit is a run of which GitHub would show nothing, had it more than a MiB.
func TestTheStepSummaryHasItsLimit(t *testing.T) {
	var b strings.Builder
	m := report.NewMarkdown(&b)
	long := strings.Repeat("|`<b>", 400)
	s := report.Summary{Counts: map[verdict.Outcome]int{verdict.Fail: 3000}, Total: 3000}
	for i := range 3000 {
		id := fmt.Sprintf("network/case-%d", i)
		if err := m.Result(report.NewLine("", verdict.Result{ID: id, Outcome: verdict.Fail, Reason: long})); err != nil {
			t.Fatal(err)
		}
		s.Causes = append(s.Causes, report.Cause{Cause: id, Outcome: verdict.Fail, Sentence: long, Example: id, Count: 1})
		s.Failures = append(s.Failures, report.Failure{ID: id, Reproduce: "pgfault run " + id})
	}
	if err := m.Summary(s); err != nil {
		t.Fatal(err)
	}
	if b.Len() >= 1<<20 {
		t.Errorf("it has %d bytes", b.Len())
	}
	for _, want := range []string{"| network | 3000 | 3000 fail |", "more causes, in results.jsonl", "more, in results.jsonl", "pgfault run network/case-0\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("it has no %q", want)
		}
	}
}
