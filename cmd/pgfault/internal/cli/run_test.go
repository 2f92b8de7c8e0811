package cli_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// provider is where these tests have their PostgreSQL from.
func provider() string { return cmp.Or(os.Getenv("PGFAULT_POSTGRES"), "auto") }

// record is a results.jsonl, read back.
type record struct {
	run     report.Run
	results []report.Line
	summary report.Summary
}

func readRecord(t *testing.T, path string) record {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	read := func(line, kind string, into any) {
		t.Helper()
		if err := json.Unmarshal([]byte(line), into); err != nil || !strings.HasPrefix(line, `{"type":"`+kind+`"`) {
			t.Fatalf("want a line of type %s (%v): %s", kind, err, line)
		}
	}
	var r record
	read(lines[0], "run", &r.run)
	read(lines[len(lines)-1], "summary", &r.summary)
	for _, line := range lines[1 : len(lines)-1] {
		var result report.Line
		read(line, "result", &result)
		r.results = append(r.results, result)
	}
	return r
}

func TestARunLeavesItsRecord(t *testing.T) {
	out := t.TempDir()
	asked := len(scenarios.Find("commit"))
	got := call("", "run", "commit", "--postgres", provider(), "--out", out, "--seed", "7")
	if got.code != 0 {
		t.Fatalf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
	if r.run.Seed != 7 || len(r.run.Servers) != 1 || r.run.Servers[0].Why == "" || r.run.Target.Name != "reference" || r.run.Machine.CPUs == 0 {
		t.Errorf("the first line does not say what the run was made with: %+v", r.run)
	}
	passed := r.summary.Counts[verdict.Pass] + r.summary.Counts[verdict.Skipped] // what this server can't do is skipped
	if len(r.results) != asked || passed != asked || r.summary.ExitCode != 0 {
		t.Errorf("%d results, summary %+v", len(r.results), r.summary)
	}
	if !strings.Contains(got.stdout, "seed 7") || !strings.Contains(got.stdout, r.summary.Path) {
		t.Errorf("the seed and the report's path are not printed:\n%s", got.stdout)
	}
}

func TestAFailureIsRedAndCanBeRunAgain(t *testing.T) {
	out := t.TempDir()
	none := filepath.Join(out, "none.yaml")
	if err := os.WriteFile(none, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{
		"run", "caller/cancel-before-send", "--seed", "7", "--target", "pgx", "--postgres", provider(), "--out", out,
	}
	if got := call("", args...); got.code != 0 || !strings.Contains(got.stdout, "expected_fail") {
		t.Errorf("a declared deviation gives %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	got := call("", append(args, "--expect", none)...)
	if got.code != 1 {
		t.Fatalf("a deviation that is not declared, gives %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
	if r.summary.ExitCode != 1 || len(r.summary.Failures) != 1 {
		t.Fatalf("summary is %+v", r.summary)
	}
	again := r.summary.Failures[0].Reproduce
	if !strings.HasPrefix(again, "pgfault run caller/cancel-before-send --seed 7 ") || !strings.Contains(got.stdout, again) {
		t.Errorf("the command that runs it again is %q", again)
	}
	if second := call("", append(strings.Fields(again)[1:], "--out", out)...); second.code != 1 {
		t.Errorf("run again it gives %d:\n%s%s", second.code, second.stdout, second.stderr)
	}
}

// interrupter sends this process a signal when the first result is written.
type interrupter struct {
	bytes.Buffer
	signal syscall.Signal
	sent   bool
}

func (w *interrupter) Write(p []byte) (int, error) {
	if !w.sent && bytes.HasPrefix(p, []byte("pass")) {
		w.sent = true
		if err := syscall.Kill(os.Getpid(), w.signal); err != nil {
			return 0, err
		}
	}
	return w.Buffer.Write(p)
}

func TestAnInterruptedRunWritesWhatItHas(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(s.String(), func(t *testing.T) {
			if signal.Ignored(s) {
				t.Skipf("%s is ignored by who started this test, as nohup does: a run heeds that", s)
			}
			out := t.TempDir()
			stdout, stderr := interrupter{signal: s}, bytes.Buffer{}
			argv := []string{"pgfault", "run", "data", "--postgres", provider(), "--out", out, "--repeat", "500", "--format", "plain"}
			if code := cli.Execute(argv, strings.NewReader(""), &stdout, &stderr); code != 130 {
				t.Fatalf("exit code %d, want 130:\n%s%s", code, stdout.String(), stderr.String())
			}
			r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
			if !r.summary.Interrupted || r.summary.ExitCode != 130 || len(r.results) == 0 || len(r.results) > 400 {
				t.Errorf("%d results, summary %+v", len(r.results), r.summary)
			}
			planned := 500 * len(scenarios.Find("data"))
			if want := fmt.Sprintf("interrupted: %d of %d results", len(r.results), planned); !strings.Contains(stdout.String(), want) {
				t.Errorf("it does not say %q:\n%s", want, stdout.String())
			}
		})
	}
}

func TestMaxFailEndsARun(t *testing.T) {
	out := t.TempDir()
	args := []string{
		"run", "caller/cancel-before-send", "--repeat", "200", "--max-fail", "3", "--target", "pgx", "--expect", os.DevNull,
		"--postgres", provider(), "--out", out, "--parallel", "1",
	}
	got := call("", args...)
	r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
	if got.code != 1 || r.summary.MaxFail != 3 || r.summary.Interrupted || len(r.summary.Failures) < 3 || len(r.results) > 10 {
		t.Errorf("exit code %d, %d results, summary %+v", got.code, len(r.results), r.summary)
	}
	if !strings.Contains(got.stdout, "ended after 3 failures, by --max-fail") || strings.Count(got.stdout, " run caller/cancel-before-send --seed") != 1 {
		t.Errorf("got\n%s", got.stdout)
	}
	if got := call("", "run", "--max-fail", "-1"); got.code != 4 {
		t.Errorf("a negative one gives %d", got.code)
	}
}

func TestACrashOfOursIsNoVerdict(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var stderr bytes.Buffer
	code := cli.ExecutePanicking(&stderr)
	line, path, _ := strings.Cut(strings.TrimSpace(stderr.String()), "; its stack is in ")
	if code != 3 || line != `pgfault: it crashed, which is a defect of pgfault itself: of ours\x1b` {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	if stack, err := os.ReadFile(path); err != nil || !strings.Contains(string(stack), "ExecutePanicking") {
		t.Errorf("the stack is %q, %v", stack, err)
	}
}
