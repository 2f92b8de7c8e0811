package cli_test

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestExplainTellsAResultAsAStory(t *testing.T) {
	out := t.TempDir()
	call("", "run", "caller/cancel-before-send", "data/unique-violation", "--target", "pgx", "--expect", file(t, "none.yaml", ""), "--postgres", provider(), "--out", out)
	results := filepath.Join(out, "latest", "results.jsonl")
	for _, what := range []string{"caller/cancel-before-send", "timeout/query/nothing-sent/said-true", "timeout"} {
		got := call("", "explain", what, "--results", results)
		for _, part := range []string{
			"caller/cancel-before-send: fail\n", "What was given\n", "What happened\n", "  2. query a ", "     said: failure, ", "When all faults were healed\n",
			"What the judge found\n", "    cause timeout/query/nothing-sent/said-true\n", "to run it again: pgfault run caller/cancel-before-send --seed ", "trace.txt\n",
		} {
			if got.code != 0 || !strings.Contains(got.stdout, part) {
				t.Errorf("explain %s gives %d, without %q:\n%s%s", what, got.code, part, got.stdout, got.stderr)
			}
		}
	}
	if got := call("", "explain", "data/unique-violation", "--results", results); !strings.Contains(got.stdout, "Nothing is wrong with it.") || !strings.Contains(got.stdout, "error 23505") {
		t.Errorf("a pass is told as\n%s", got.stdout)
	}
	for _, c := range []struct{ args, words string }{
		{"explain", "needs the id"}, {"explain x --results " + results, "neither a result nor a cause"}, {"explain x --results /nowhere", "run pgfault run first"},
	} {
		if got := call("", strings.Fields(c.args)...); got.code != 4 || !strings.Contains(got.stderr, c.words) {
			t.Errorf("%s gives %d: %s", c.args, got.code, got.stderr)
		}
	}
}
