package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsStoredIsJudgedAlike(t *testing.T) {
	for _, args := range [][]string{
		{"commit", "--target", "reference"},
		{"commit", "data", "--target", "pgx"},
		{"commit", "pool", "--target", "pgx-stdlib"},
	} {
		out := t.TempDir()
		run := call("", append([]string{"run", "--postgres", provider(), "--out", out}, args...)...)
		stored := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
		passesAreShort(t, filepath.Join(out, "latest", "results.jsonl"))
		again := call("", "judge", filepath.Join(out, "latest", "results.jsonl"), "--format", "jsonl")
		if again.code != run.code || again.stderr != "" {
			t.Errorf("%v: judged again it ends with %d, not %d: %s", args, again.code, run.code, again.stderr)
		}
		path := file(t, "again.jsonl", again.stdout)
		judged := readRecord(t, path)
		for i, was := range stored.results {
			is := judged.results[i]
			if is.ID != was.ID || is.Outcome != was.Outcome || is.Reason != was.Reason || len(is.Findings) != len(was.Findings) {
				t.Errorf("%v: %s was %s (%s), and is %s (%s)", args, was.ID, was.Outcome, was.Reason, is.Outcome, is.Reason)
			}
		}
	}
}

// passesAreShort holds what is kept of a pass to the 1 kB that docs/results.md says.
func passesAreShort(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	passes, size := 0, 0
	for line := range strings.Lines(string(data)) {
		if strings.Contains(line, `"outcome":"pass"`) {
			passes, size = passes+1, size+len(line)
		}
	}
	if passes == 0 || size/passes > 1000 {
		t.Errorf("the lines of %d passes have %d bytes", passes, size)
	}
}

func TestJudgeNeedsAFile(t *testing.T) {
	if got := call("", "judge"); got.code != 4 || !strings.Contains(got.stderr, "needs one results.jsonl") {
		t.Errorf("judge gives %d: %s", got.code, got.stderr)
	}
}
