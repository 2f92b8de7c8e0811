package cli_test

import (
	"os"
	"strings"
	"testing"
)

func TestCompareShowsRunsBesideEachOther(t *testing.T) {
	out := t.TempDir()
	if got := call("", "run", "data/unique-violation", "--postgres", provider(), "--out", out); got.code != 0 {
		t.Fatalf("run gives %d: %s%s", got.code, got.stdout, got.stderr)
	}
	results := out + "/latest/results.jsonl"
	got := call("", "compare", results, results)
	if got.code != 0 || !strings.Contains(got.stdout, "| data | 1 | 1 pass | 1 pass |\n") || !strings.Contains(got.stdout, "PostgreSQL ") {
		t.Errorf("compare gives %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	page := file(t, "page.md", "before\n<!-- score -->\nold\n<!-- /score -->\nafter\n")
	if into := call("", "compare", results, "--into", page); into.code != 0 || into.stdout != "" {
		t.Errorf("compare --into gives %d: %s%s", into.code, into.stdout, into.stderr)
	}
	text, err := os.ReadFile(page)
	if err != nil || !strings.HasPrefix(string(text), "before\n<!-- score -->\n\n| family |") || !strings.HasSuffix(string(text), "\n\n<!-- /score -->\nafter\n") || strings.Contains(string(text), "old") {
		t.Errorf("the page is %q, %v", text, err)
	}
	for _, c := range []struct {
		args  []string
		words string
	}{
		{[]string{"compare"}, "needs the results.jsonl"},
		{[]string{"compare", "testdata/none.jsonl"}, "no such file"},
		{[]string{"compare", page}, "read line 1"},
		{[]string{"compare", results, "--into", results}, "no place for a score"},
	} {
		if got := call("", c.args...); got.code != 4 || !strings.Contains(got.stderr, c.words) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%v gives %d: %q", c.args, got.code, got.stderr)
		}
	}
}
