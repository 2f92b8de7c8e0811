package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
)

// TestShardsAreTheRun runs a selection in three parts, of which one is empty, and whole; merged, the parts are the whole, but for
// times. A part that is gone on with runs what is not decided.
func TestShardsAreTheRun(t *testing.T) {
	folder := t.TempDir()
	selection := []string{"run", "commit/reset-before-commit-arrives", "schema/missing-table", "--postgres", "native", "--seed", "7", "--out"}
	run := func(out string, more ...string) string {
		t.Helper()
		args := append(append(append([]string{}, selection...), filepath.Join(folder, out)), more...)
		if got := call("", args...); got.code != 0 {
			t.Fatalf("%v ends with %d: %s%s", args, got.code, got.stdout, got.stderr)
		}
		return filepath.Join(folder, out, "latest")
	}
	whole := run("whole")
	merge := []string{"merge"}
	for i := range 3 {
		merge = append(merge, run(fmt.Sprint(i), "--shard", fmt.Sprintf("%d/3", i+1), "--timings", filepath.Join(whole, "results.jsonl")))
	}
	merged := filepath.Join(folder, "merged")
	if got := call("", append(merge, "-o", merged)...); got.code != 0 {
		t.Fatalf("merge ends with %d: %s%s", got.code, got.stdout, got.stderr)
	}
	if got, want := matrixOf(t, merged), matrixOf(t, whole); got != want {
		t.Errorf("merged it is\n%s\nand whole it is\n%s", got, want)
	}

	// What was killed after its first result.
	killed := filepath.Join(folder, "killed")
	if err := os.Mkdir(killed, 0o755); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(whole, "results.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	if err := os.WriteFile(filepath.Join(killed, "results.jsonl"), []byte(lines[0]+lines[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	resumed := run("resumed", "--resume="+killed)
	if got, want := matrixOf(t, resumed), matrixOf(t, whole); got != want {
		t.Errorf("resumed it is\n%s\nand whole it is\n%s", got, want)
	}
	if got := call("", "run", "schema/missing-table", "--resume="+killed); got.code != 4 || !strings.Contains(got.stderr, "another selection") {
		t.Errorf("another selection is gone on with: %d, %s", got.code, got.stderr)
	}
}

// times are what no two runs have in common.
var timeWords = regexp.MustCompile(`\d+(\.\d+)?s\b`)

// matrixOf is the score of a run, and each result with its answers, in the order of their names.
func matrixOf(t *testing.T, folder string) string {
	t.Helper()
	file, err := os.Open(filepath.Join(folder, "results.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	rec, err := report.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	out := report.Score([]report.Record{rec})
	rows := map[string]string{}
	for _, l := range rec.Results {
		rows[l.ID] = fmt.Sprint(l.Outcome, timeWords.ReplaceAllString(l.Reason, ""), l.Questions)
	}
	return out + fmt.Sprint(rows)
}
