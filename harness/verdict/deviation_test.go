package verdict_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/pgx"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
	"github.com/pgfault/pgfault/harness/verdict"
)

func TestLoadDeviations(t *testing.T) {
	ids := []string{"a/b", "a/c"}
	for name, text := range map[string]string{
		"map":  "a/b:\n  outcome: fail\n  why: it guesses\n  rule: truth\n  ref: somewhere\n",
		"list": "- id: a/b\n  outcome: fail\n  why: it guesses\n  rule: truth\n  ref: somewhere\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := verdict.LoadDeviations([]byte(text), ids...)
			want := verdict.Deviation{Outcome: verdict.Fail, Why: "it guesses", Rule: "truth", Ref: "somewhere"}
			if err != nil || len(got) != 1 || !reflect.DeepEqual(got["a/b"], want) {
				t.Fatalf("%+v, %v", got, err)
			}
		})
	}
	for name, tt := range map[string]struct{ give, want string }{
		"unknown scenario": {"a/x: {outcome: fail, why: w}", `line 1: unknown scenario "a/x"`},
		"bad outcome":      {"\na/b: {outcome: great, why: w}", `line 2: a/b: outcome is "great", expected "fail" or "weak"`},
		"no why":           {"a/b: {outcome: fail}", "needs a why"},
		"no id":            {"- {outcome: fail, why: w}", "names no scenario"},
		"unknown field":    {"a/b: {outcom: fail}", `unknown field "outcom"`},
		"twice":            {"a/b: {outcome: fail, why: w}\na/b: {outcome: fail, why: w}", "declared twice"},
		"text":             {"hello", "expected a map"},
		"no map":           {"a/b: fail", "expected outcome and why"},
		"nested":           {"a/b: {outcome: [fail]}", "outcome must be text"},
		"no yaml":          {"a: b: c", "parse deviations: yaml"},
		"versions":         {"a/b: {outcome: fail, why: w,\n versions: '5.13'}", `line 2: versions "5.13": "5.13" is no bound`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := verdict.LoadDeviations([]byte(tt.give), ids...)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("want one line with %q, got: %v", tt.want, err)
			}
		})
	}
}

func TestDeviationsByTheirCause(t *testing.T) {
	declared, err := verdict.LoadDeviations([]byte(`
- {cause: success/commit, scenarios: [a/b, a/c], outcome: fail, why: it believes any tag}
- {cause: hang/query, scenarios: [a/b], outcome: fail, why: it waits, ref: "#1"}
- {id: a/d, outcome: weak, why: it is slow}
`), "a/b", "a/c", "a/d")
	if err != nil {
		t.Fatal(err)
	}
	want := verdict.Deviation{Outcome: verdict.Fail, Causes: []string{"success/commit", "hang/query"}, Why: "it believes any tag; it waits", Ref: "#1"}
	if !reflect.DeepEqual(declared["a/b"], want) || len(declared) != 3 {
		t.Fatalf("%+v", declared)
	}
	for name, tt := range map[string]struct {
		id     string
		causes []string
		want   verdict.Outcome
	}{
		"by a declared cause":      {"a/c", []string{"success/commit"}, verdict.ExpectedFail},
		"by both":                  {"a/b", []string{"success/commit", "hang/query"}, verdict.ExpectedFail},
		"by another":               {"a/c", []string{"hang/query"}, verdict.Fail},
		"by another beside it":     {"a/c", []string{"success/commit", "crash"}, verdict.Fail},
		"where it is not declared": {"a/e", []string{"success/commit"}, verdict.Fail},
	} {
		r := verdict.Result{ID: tt.id, Outcome: verdict.Fail}
		for _, cause := range tt.causes {
			r.Findings = append(r.Findings, verdict.Finding{Outcome: verdict.Fail, Rule: "rule", Cause: cause})
		}
		if got := declared.Declared(r); got.Outcome != tt.want {
			t.Errorf("%s: %s: %s", name, got.Outcome, got.Reason)
		}
	}
	for text, want := range map[string]string{
		"- {cause: x, outcome: fail, why: w}":                                                                                              "a cause goes with the scenarios",
		"- {scenarios: [a/b], outcome: fail, why: w}":                                                                                      "a cause goes with the scenarios",
		"- {cause: x, id: a/b, scenarios: [a/c], outcome: fail, why: w}":                                                                   "with no id",
		"- {cause: x, scenarios: a/b, outcome: fail, why: w}":                                                                              "must be a list",
		"- {cause: x, scenarios: [a/b, a/b], outcome: fail, why: w}":                                                                       "declared twice",
		"- {cause: x, scenarios: [a/x], outcome: fail, why: w}":                                                                            "unknown scenario",
		"- {id: a/b, outcome: fail, why: w}\n- {cause: x, scenarios: [a/b], outcome: fail, why: w}":                                        "declared twice",
		"- {cause: y, scenarios: [a/b], outcome: fail, why: w, versions: '<2.0.0'}\n- {cause: x, scenarios: [a/b], outcome: fail, why: w}": "for other versions",
	} {
		if _, err := verdict.LoadDeviations([]byte(text), "a/b", "a/c"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", text, want, err)
		}
	}
}

func TestADeviationHoldsForItsVersions(t *testing.T) {
	declared, err := verdict.LoadDeviations([]byte("a/b: {outcome: fail, why: w, versions: '>=5.9.0 <5.13.0'}\na/c: {outcome: fail, why: w}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]int{"v5.8.0": 1, "v5.9.0": 2, "pgx v5.12.0": 2, "v5.13.0": 1} {
		if got, err := declared.For(version); err != nil || len(got) != want {
			t.Errorf("%s: %v, %v", version, got, err)
		}
	}
	if got, err := declared.For(""); err == nil || !strings.Contains(err.Error(), "a/b") {
		t.Errorf("a target without a version gets %v, %v", got, err)
	}
	delete(declared, "a/b")
	if got, err := declared.For(""); err != nil || len(got) != 1 {
		t.Errorf("what holds for all versions needs none: %v, %v", got, err)
	}
}

// What stands after the first document must not be passed over: whoever wrote it believes that it is declared.
func TestASecondDocumentIsAnError(t *testing.T) {
	const one = "a/b: {outcome: fail, why: it guesses}\n"
	for text, want := range map[string]string{
		one + "---\nc/d: {outcome: weak, why: so}\n":        "line 2: a second document",
		"# none\n---\n" + one + "---\n- {id: c/d}\n":        "line 4: a second document",
		one + "---\nc: [d\n":                                "parse deviations",
		"a/b: {outcome: fail, why: so, outcome: weak}\n":    "line 1: field outcome is there twice",
		"a/b: {outcome: fail, why: it guesses}\n...\n# c\n": "",
	} {
		_, err := verdict.LoadDeviations([]byte(text))
		if want == "" && err == nil {
			continue
		}
		if err == nil || want == "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", text, err, want)
		}
	}
}

func TestNoDeviationsAreFine(t *testing.T) {
	if got, err := verdict.LoadDeviations([]byte("# none\n")); err != nil || len(got) != 0 {
		t.Fatalf("%v, %v", got, err)
	}
}

func TestTheDeviationsOfOurTargetsAreWellFormed(t *testing.T) {
	for _, tgt := range []target.Target{pgx.New(), pgxstdlib.New()} {
		if got, err := verdict.LoadDeviations(tgt.(target.Declarer).Expect()); err != nil || len(got) == 0 {
			t.Errorf("%s: %v, %v", tgt.Name(), got, err)
		}
	}
}

func TestDeclared(t *testing.T) {
	declare := func(o verdict.Outcome, rule string) verdict.Deviations {
		return verdict.Deviations{"a/b": {Outcome: o, Rule: rule, Why: "it guesses"}}
	}
	tests := []struct {
		name     string
		declared verdict.Deviations
		got      verdict.Outcome
		want     verdict.Outcome
	}{
		{"nothing declared", nil, verdict.Fail, verdict.Fail},
		{"as declared", declare(verdict.Fail, ""), verdict.Fail, verdict.ExpectedFail},
		{"by the declared rule", declare(verdict.Fail, "truth"), verdict.Fail, verdict.ExpectedFail},
		{"by another rule", declare(verdict.Fail, "hang"), verdict.Fail, verdict.Fail},
		{"worse than declared", declare(verdict.Weak, ""), verdict.Fail, verdict.Fail},
		{"declared weak", declare(verdict.Weak, ""), verdict.Weak, verdict.ExpectedFail},
		{"better", declare(verdict.Fail, ""), verdict.Weak, verdict.UnexpectedPass},
		{"gone", declare(verdict.Weak, ""), verdict.Pass, verdict.UnexpectedPass},
		{"our own error", declare(verdict.Fail, ""), verdict.HarnessError, verdict.HarnessError},
		{"unsupported", declare(verdict.Fail, ""), verdict.Unsupported, verdict.Unsupported},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := verdict.Result{ID: "a/b", Outcome: tt.got, Findings: []verdict.Finding{{Outcome: tt.got, Rule: "truth"}}}
			if got := tt.declared.Declared(r); got.Outcome != tt.want {
				t.Fatalf("want %s, got %s: %s", tt.want, got.Outcome, got.Reason)
			}
		})
	}
}
