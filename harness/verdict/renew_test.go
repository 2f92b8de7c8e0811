package verdict_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/verdict"
)

func result(id string, outcome verdict.Outcome, causes ...string) verdict.Result {
	r := verdict.Result{ID: id, Outcome: outcome}
	for _, cause := range causes {
		r.Findings = append(r.Findings, verdict.Finding{Outcome: verdict.Fail, Rule: "rule", Cause: cause, Text: "what was found: " + cause})
	}
	return r
}

func TestAFileOfDeviationsIsRenewed(t *testing.T) {
	file := `# What is known of it.

# It believes every tag.
- cause: success/commit
  scenarios:
    - a/gone
    - a/not-run # on a standby only
    - a/stays
  outcome: fail
  why: >-
    it takes a COMMIT that was answered with ROLLBACK for a success
  ref: https://example.org/1 # open
- cause: hang/query
  scenarios: [a/gone]
  outcome: fail
  why: it waits
- id: a/by-id
  outcome: fail
  why: it guesses
- id: a/by-id-gone
  outcome: fail
  why: it guessed
- cause: crash
  scenarios: [a/old]
  outcome: fail
  versions: "<2.0.0"
  why: it crashed
`
	got, err := verdict.RenewDeviations([]byte(file), []verdict.Result{
		result("a/gone", verdict.UnexpectedPass),
		result("a/stays", verdict.ExpectedFail, "success/commit"),
		result("a/more", verdict.Fail, "success/commit"),
		result("a/by-id", verdict.ExpectedFail, "truth/query", "success/commit"),
		result("a/by-id-gone", verdict.UnexpectedPass),
		result("a/old", verdict.Pass),
		result("a/new", verdict.Fail, "resent/query"),
		result("a/not-decided", verdict.HarnessError, "whatever"),
	}, "2.1.0")
	if err != nil {
		t.Fatal(err)
	}
	want := `# What is known of it.

# It believes every tag.
- cause: success/commit
  scenarios:
    - a/more
    - a/not-run # on a standby only
    - a/stays
  outcome: fail
  why: >-
    it takes a COMMIT that was answered with ROLLBACK for a success
  ref: https://example.org/1 # open
- id: a/by-id
  outcome: fail
  why: it guesses
- cause: crash
  scenarios: [a/old]
  outcome: fail
  versions: "<2.0.0"
  why: it crashed
# New: say why, and in ref where it is reported.
- cause: resent/query
  scenarios:
    - a/new
  outcome: fail
  why: 'what was found: resent/query'
`
	if string(got.File) != want {
		t.Errorf("got\n%s\nwant\n%s", got.File, want)
	}
	if !slices.Equal(got.Added, []string{"resent/query"}) || !slices.Equal(got.Dropped, []string{"a/by-id-gone", "hang/query"}) {
		t.Errorf("added %v, dropped %v", got.Added, got.Dropped)
	}
	again, err := verdict.RenewDeviations(got.File, []verdict.Result{result("a/new", verdict.ExpectedFail, "resent/query")}, "2.1.0")
	if err != nil || string(again.File) != want {
		t.Errorf("what is declared already changes nothing:\n%s\n%v", again.File, err)
	}
}

func TestAMapOfDeviationsBecomesAList(t *testing.T) {
	got, err := verdict.RenewDeviations([]byte("# Known.\na/b:\n  outcome: fail\n  why: it guesses # often\n# Of old.\na/c: {outcome: weak, why: slow}\n"), []verdict.Result{
		result("a/b", verdict.ExpectedFail, "truth"), result("a/c", verdict.UnexpectedPass),
	}, "")
	want := "# Known.\n- id: a/b\n  outcome: fail\n  why: it guesses # often\n"
	if err != nil || string(got.File) != want {
		t.Errorf("got\n%s\nwant\n%s\n%v", got.File, want, err)
	}
}

func TestDeviationsFromNothing(t *testing.T) {
	got, err := verdict.RenewDeviations(nil, []verdict.Result{result("a/b", verdict.Fail, "truth")}, "")
	want := "# New: say why, and in ref where it is reported.\n- cause: truth\n  scenarios:\n    - a/b\n  outcome: fail\n  why: 'what was found: truth'\n"
	if err != nil || string(got.File) != want {
		t.Errorf("got\n%s\nwant\n%s\n%v", got.File, want, err)
	}
	if got, err := verdict.RenewDeviations(nil, []verdict.Result{result("a/b", verdict.Pass)}, ""); err != nil || len(got.File) != 0 {
		t.Errorf("nothing is known, and nothing is found: %s, %v", got.File, err)
	}
	if _, err := verdict.RenewDeviations([]byte("a: b: c"), nil, ""); err == nil {
		t.Error("what can't be read is not written over")
	}
}
