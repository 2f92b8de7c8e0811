package cli_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/verdict"
)

// mine is a workload as somebody would write it: it is given rows, and changes them.
const mine = `
id: my/transfer
title: money goes from one account to the other
given:
  sql:
    - CREATE TABLE account (name text PRIMARY KEY, balance int NOT NULL)
    - INSERT INTO account VALUES ('a', 100), ('b', 0)
    - GRANT ALL ON account TO PUBLIC
steps:
  - do: {op: connect, session: s}
  - do: {op: begin, session: s}
  - do: {op: query, session: s, sql: UPDATE account SET balance = balance - 10 WHERE name = 'a'}
  - do: {op: query, session: s, sql: UPDATE account SET balance = balance + 10 WHERE name = 'b'}
  - do: {op: commit, session: s}
truth:
  - name: nothing is lost
    sql: SELECT name, balance::text FROM account ORDER BY name
    rows: [[a, "90"], [b, "10"]]
`

func TestASweepOfOnesOwn(t *testing.T) {
	out, workload := t.TempDir(), file(t, "mine.yaml", mine)
	got := call("", "sweep", "--workload", workload, "--fault", "reset", "--postgres", provider(), "--out", out, "--seed", "7")
	if got.code != 0 || !strings.Contains(got.stdout, "upstream Query") || !strings.Contains(got.stdout, "reset") {
		t.Fatalf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
	if r.run.Points != len(r.results) || r.summary.Counts[verdict.Pass] != len(r.results) || len(r.results) < 100 {
		t.Errorf("%d points are announced, %d reported, %v", r.run.Points, len(r.results), r.summary.Counts)
	}
	ids := map[string]bool{}
	for _, line := range r.results {
		ids[line.ID] = true
	}
	if !ids["sweep/my/transfer/no-fault"] || !ids["sweep/my/transfer/reset:upstream:Query:1:before"] || len(ids) != len(r.results) {
		t.Errorf("%d names for %d results", len(ids), len(r.results))
	}
}

func TestAPointThatFailsCanBeRunAgain(t *testing.T) {
	out := t.TempDir()
	const point = "sweep/statement/close:downstream:CommandComplete:1:before"
	args := []string{"sweep", "--point", point, "--seed", "7", "--postgres", provider()}
	t.Setenv(actAsShim, "1")
	shim := []string{"--", os.Args[0]}
	got := call("", slices.Concat(args, []string{"--out", out}, shim)...)
	if got.code != 1 || !strings.Contains(got.stdout, point) || !strings.Contains(got.stdout, "1 fail, 1 pass") {
		t.Fatalf("a double insert gives %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
	want := strings.Replace("pgfault "+strings.Join(append(args, shim...), " "), " --postgres auto", "", 1) // which it is anyway
	if again := r.summary.Failures[0].Reproduce; again != want {
		t.Errorf("it is run again by %q", again)
	}
	for _, artifact := range r.results[1].Artifacts {
		if _, err := os.Stat(filepath.Join(out, "latest", artifact)); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"trace.txt", "bytes.txt", "transcript.jsonl"} {
		if !slices.ContainsFunc(r.results[1].Artifacts, func(path string) bool { return filepath.Base(path) == name }) {
			t.Errorf("there is no %s", name)
		}
	}
}

func TestASweepsMistakes(t *testing.T) {
	faulty := file(t, "faulty.yaml", call("", "show", "network/reset-after-simple-insert", "--format", "yaml").stdout)
	for _, c := range []struct {
		args  string
		words string
	}{
		{"sweep transaction", "workloads are named by --workload"},
		{"sweep --workload nope", "unknown workload \"nope\"; take some of copy, extended"},
		{"sweep --workload pool,pool", "named twice"},
		{"sweep --workload " + faulty, "the faults are the sweep's"},
		{"sweep --fault truncate", "can't be swept; take some of reset, close"},
		{"sweep --every bit", "message or byte"},
		{"sweep --point pool/reset", "bad point"},
		{"sweep --deadline 0s", "--deadline"},
		{"sweep --", "pgfault sweep -- ./my-shim"},
	} {
		got := call("", strings.Fields(c.args)...)
		if got.code != 4 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, c.words) {
			t.Errorf("%s gives %d, %q and on stdout %q; want one line with %q", c.args, got.code, got.stderr, got.stdout, c.words)
		}
	}
}
