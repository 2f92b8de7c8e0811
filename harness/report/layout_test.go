package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// failed is a result as the judge makes it.
func failed(id string, repeat int, f verdict.Finding) verdict.Result {
	return verdict.Result{ID: id, Repeat: repeat, Outcome: f.Outcome, Reason: f.String(), Findings: []verdict.Finding{f}, DurationMS: 50}
}

const longID = "sweep/transaction/close:downstream:AuthenticationSASLContinue:12:after"

var (
	doubled = verdict.Finding{Outcome: verdict.Fail, Step: 3, Text: "query on a: reported success, expected a failure (connection_reset)"}
	korean  = verdict.Finding{Outcome: verdict.Fail, Step: 2, Text: "query on a: failed, expected success: " + strings.Repeat("치명적오류 ", 20)}
	oneWord = verdict.Finding{Outcome: verdict.Fail, Text: strings.Repeat("x", 400) + " " + strings.Repeat("y", 400)}
	harmed  = verdict.Finding{Outcome: verdict.HarnessError, Step: 2, Text: "fault reset never fired"}
)

// shown is a run of some results, as a terminal of that width shows it.
func shown(t *testing.T, width int, results ...verdict.Result) string {
	t.Helper()
	var b bytes.Buffer
	p := report.NewPretty(&b, report.PrettyConfig{Width: func() int { return width }})
	var failures []report.Failure
	errs := []error{p.Run(report.Run{Scenarios: len(results), Repeat: 1, Servers: []report.Server{{}}})}
	for _, r := range results {
		errs = append(errs, p.Result(report.NewLine("", r)))
		if r.Outcome != verdict.Pass {
			failures = append(failures, report.Failure{ID: r.ID, Reproduce: "pgfault run " + r.ID})
		}
	}
	summary := report.Summary{Total: len(results), Failures: failures, Path: "results.jsonl"}
	summary.Conclude(report.Run{Scenarios: len(results)}, lines(results...))
	errs = append(errs, p.Summary(summary), p.Close())
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestAFailureIsTwoLinesWithItsCauseFirst(t *testing.T) {
	out := shown(t, 80, failed("network/reset-after-simple-insert", 0, doubled), failed("pool/x", 0, harmed))
	const reason = "    reported success, expected a failure (connection_reset) · step 3, query on a\n"
	if want := "fail network/reset-after-simple-insert  0.05s\n" + reason; !strings.Contains(out, want) {
		t.Errorf("as it comes it is not\n%s\nbut\n%s", want, out)
	}
	_, tableAt, _ := strings.Cut(out, "scenario ")
	if want := "network/reset-after-simple-insert  fail            0.05s\n" + reason; !strings.Contains(tableAt, want) {
		t.Errorf("in the table it is not\n%s\nbut\n%s", want, tableAt)
	}
	if want := "pool/x                             harness_error   0.05s\n    fault reset never fired · step 2\n"; !strings.Contains(tableAt, want) {
		t.Errorf("in the table it is not\n%s\nbut\n%s", want, tableAt)
	}
	if wide := shown(t, 200, failed("network/reset-after-simple-insert", 0, doubled)); !strings.Contains(wide, "   fail      0.05s  "+doubled.String()+"\n") && !strings.Contains(wide, "  fail      0.05s  "+doubled.String()+"\n") {
		t.Errorf("where there is room it is not one line:\n%s", wide)
	}
}

// TestAFaultThatNeverFiredSaysWhatCameInstead, of which the second half says why.
func TestAFaultThatNeverFiredSaysWhatCameInstead(t *testing.T) {
	unfired := verdict.Finding{Outcome: verdict.HarnessError, Step: 3, Text: `fault reset never fired (upstream Query with "INSERT INTO account", before its first byte): ` +
		"there came Parse, Describe, Sync ×2, Bind, Execute"}
	const want = `    fault reset never fired (upstream Query with "INSERT INTO account", before
    its first byte): there came Parse, Describe, Sync ×2, Bind, Execute · step 3
`
	if out := shown(t, 80, failed("a/b", 0, unfired)); strings.Count(out, want) != 2 {
		t.Errorf("it is not twice\n%s\nbut\n%s", want, out)
	}
}

func TestNothingIsWiderThanTheTerminal(t *testing.T) {
	for _, width := range []int{80, 100, 200} {
		out := shown(t, width, failed("a/b", 0, korean), failed(longID, 0, doubled), failed("a/c", 0, oneWord), verdict.Result{ID: "c/d", Outcome: verdict.Pass})
		_, out, _ = strings.Cut(out, "scenario ")
		out, _, _ = strings.Cut(out, "\n\n")
		for _, line := range strings.Split(out, "\n") {
			columns := len([]rune(line))
			for _, r := range line {
				if r >= 0xac00 && r <= 0xd7a3 {
					columns++
				}
			}
			if columns > width {
				t.Errorf("%d columns on a terminal of %d: %s", columns, width, line)
			}
		}
		if !strings.Contains(out, longID) {
			t.Errorf("the name is cut:\n%s", out)
		}
	}
}

func TestPlainAlignsWhatComes(t *testing.T) {
	var b bytes.Buffer
	p := report.NewPlain(&b)
	run := report.Run{Repeat: 1, Servers: []report.Server{{}}}
	run.NameColumns = run.NameColumnsOf([]string{"a/b", longID})
	for _, err := range []error{p.Run(run), p.Result(report.NewLine("", failed("a/b", 0, harmed))), p.Result(report.NewLine("", failed(longID, 0, harmed)))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var at []int
	for _, line := range strings.Split(b.String(), "\n") {
		if i := strings.Index(line, "0.05s"); i >= 0 {
			at = append(at, i)
		}
	}
	if len(at) != 2 || at[0] != at[1] {
		t.Errorf("the times stand at %v:\n%s", at, b.String())
	}
}

func TestARepeatedFailureIsRunAgainByOneLine(t *testing.T) {
	out := shown(t, 80, failed("a/b", 1, harmed), failed("a/b", 2, harmed), failed("a/c", 1, harmed))
	if n := strings.Count(out, "  pgfault run a/b\n"); n != 1 || !strings.Contains(out, "  pgfault run a/c\n") {
		t.Errorf("the line is there %d times:\n%s", n, out)
	}
}

func TestTheEndSaysOfHowMany(t *testing.T) {
	for want, s := range map[string]report.Summary{
		"interrupted: 3 of 516 results are in the report":                           {Interrupted: true, Total: 3, Planned: 516},
		"interrupted: 3 results are in the report":                                  {Interrupted: true, Total: 3},
		"ended after 1 failure, by --max-fail: 3 of 516 results are in the report":  {MaxFail: 1, Total: 3, Planned: 516},
		"ended after 2 failures, by --max-fail: 3 of 516 results are in the report": {MaxFail: 2, Total: 3, Planned: 516},
	} {
		if lines := report.Footer(s); len(lines) != 2 || lines[1] != want {
			t.Errorf("got %q, want %q", lines, want)
		}
	}
}
