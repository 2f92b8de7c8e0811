package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// found is a result with one finding.
func found(id string, outcome verdict.Outcome, q verdict.Question, rule, cause, text string) verdict.Result {
	f := verdict.Finding{Outcome: outcome, Question: q, Rule: rule, Cause: cause, Step: 3, Text: text}
	return verdict.Result{
		ID: id, Outcome: outcome, Reason: f.String(), Findings: []verdict.Finding{f}, Questions: map[verdict.Question]verdict.Outcome{q: outcome},
		Artifacts: []string{id + "/trace.txt"},
	}
}

func lines(results ...verdict.Result) []report.Line {
	var out []report.Line
	for _, r := range results {
		out = append(out, report.NewLine("", r))
	}
	return out
}

func TestWhatIsFoundIsGroupedByItsCauseTheGravestFirst(t *testing.T) {
	causes := report.Causes(lines(
		found("network/a", verdict.Weak, verdict.Names, "sqlstate", "sqlstate/query/lost", "query on a: the code 57P01 was delivered, and is lost"),
		found("network/b", verdict.Fail, verdict.Names, "sqlstate", "sqlstate/query/replaced", `query on a: sqlstate is "08006", and 57P01 was delivered`),
		found("network/c", verdict.Fail, verdict.Safety, "resent", "resent/query", "query on a: sent the statement again"),
		found("network/d", verdict.Fail, verdict.Safety, "resent", "resent/query", "query on b: sent the statement again"),
		found("network/e", verdict.Fail, verdict.Safety, "answer", "answer/query", "session a: a question was answered with another"),
		verdict.Undecided(found("network/g", verdict.Fail, verdict.Safety, "hang", "hang/query", "query on a: took 11s"), "the judge stood still for 10s"),
		found("network/f", verdict.ExpectedFail, verdict.Safety, "rows", "rows/query", "declared"),
	))
	var got []string
	for _, c := range causes {
		got = append(got, fmt.Sprintf("%d %s %s %s", c.Count, c.Cause, c.Example, c.Trace))
	}
	want := []string{
		"1 answer/query network/e network/e/trace.txt",
		"2 resent/query network/c network/c/trace.txt",
		"1 sqlstate/query/replaced network/b network/b/trace.txt",
		"1 judge network/g network/g/trace.txt",
		"1 sqlstate/query/lost network/a network/a/trace.txt",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if s := causes[1].Sentence; s != "query: sent the statement again" {
		t.Errorf("the sentence is %q", s)
	}
}

// TestASummaryFitsAScreen: 24 lines of 80 columns, however much was found.
func TestASummaryFitsAScreen(t *testing.T) {
	var results []verdict.Result
	for i := range 400 {
		r := verdict.Result{ID: fmt.Sprintf("network/%d", i), Outcome: verdict.Pass, Questions: map[verdict.Question]verdict.Outcome{verdict.Safety: verdict.Pass}}
		if i < 90 {
			r = found(r.ID, verdict.Fail, verdict.Safety, "resent", fmt.Sprintf("resent/query/%d", i%30), "query on a: "+strings.Repeat("sent again ", 20))
		}
		results = append(results, r)
	}
	out := shown(t, 80, results...)
	at := strings.LastIndex(out, "causes, the gravest first")
	if at < 0 {
		t.Fatalf("no causes in\n%s", out)
	}
	screen := strings.Split(strings.TrimRight(out[at:], "\n"), "\n")
	if len(screen) > 24 {
		t.Errorf("%d lines", len(screen))
	}
	for _, line := range screen {
		if len([]rune(line)) > 80 {
			t.Errorf("%d columns: %s", len([]rune(line)), line)
		}
	}
	if !strings.Contains(out, "and 23 causes more, in ") || !strings.Contains(out, "and 87 more, in the summary of ") {
		t.Errorf("what is not shown is not said:\n%s", strings.Join(screen, "\n"))
	}
	if strings.Contains(out, "scenario      ") {
		t.Error("a table of 400 scenarios stands before it")
	}
}

func TestAGradeSaysWhatItLeavesOut(t *testing.T) {
	hello := target.Hello{Traits: &target.Traits{Deadline: target.DeadlineNone}}
	pass := verdict.Result{ID: "a/b", Outcome: verdict.Pass, Questions: map[verdict.Question]verdict.Outcome{verdict.Safety: verdict.Pass}}
	not := verdict.Result{ID: "a/c", Outcome: verdict.Unsupported}
	wrong := found("a/d", verdict.Fail, verdict.Names, "class", "class", "x")
	unsafe := found("a/e", verdict.Fail, verdict.Safety, "rows", "rows", "x")
	for _, tt := range []struct {
		results []verdict.Result
		want    string
	}{
		{[]verdict.Result{pass, pass, not}, "honest, without deadlines, 2 of 3 asked"},
		{[]verdict.Result{pass, wrong, not}, "safe, without deadlines, 2 of 3 asked"},
		{[]verdict.Result{pass, wrong, unsafe}, "not safe, without deadlines, 3 of 3 asked"},
		{[]verdict.Result{pass, not, not}, "no grade, without deadlines, 1 of 3 asked"},
	} {
		if got := verdict.GradeOf(hello, tt.results).String(); got != tt.want {
			t.Errorf("want %q, got %q", tt.want, got)
		}
	}
}
