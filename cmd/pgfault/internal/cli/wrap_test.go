package cli_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/verdict"
)

// actAsJob makes this program a job that pays, and does not know when it has.
const actAsJob = "PGFAULT_TEST_ACT_AS_JOB"

func job() int {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, os.Getenv("DATABASE_URL"))
	if err == nil {
		_, err = conn.Exec(ctx, "INSERT INTO payment VALUES (100)")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "not paid:", err)
		return 1
	}
	return 0
}

// jobArgs wrap the job.
func jobArgs(t *testing.T, more ...string) []string {
	t.Helper()
	t.Setenv(actAsJob, "1")
	args := append([]string{"wrap", "--postgres", provider(), "--setup", "CREATE TABLE payment (amount int)", "--seed", "3", "--clean", "2"}, more...)
	return append(args, "--", os.Args[0])
}

func TestAJobThatIsWrapped(t *testing.T) {
	out, junit := t.TempDir(), filepath.Join(t.TempDir(), "junit.xml")
	got := call("", jobArgs(t, "--faults", "reset,error", "--out", out, "--junit", junit)...)
	if got.code != 1 {
		t.Fatalf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	for _, want := range []string{"note: run again after a success it does its work again", "reply INSERT payment VALU", "done twice: the reply of INSERT payment VALUES was lost"} {
		if !strings.Contains(strings.Join(strings.Fields(got.stdout), " "), want) {
			t.Errorf("it does not say %q:\n%s", want, got.stdout)
		}
	}
	r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
	if r.run.Points != len(r.results) || len(r.summary.Failures) != 1 || len(r.summary.Causes) == 0 {
		t.Fatalf("%d points are announced, %d reported; %+v", r.run.Points, len(r.results), r.summary)
	}
	for _, line := range r.results {
		if line.Point == nil || line.Point.Fault == "" || line.Program == nil || line.Program.Class == "" || len(line.Program.Runs) == 0 {
			t.Errorf("%s has no place in the map, or no class: %+v %+v", line.ID, line.Point, line.Program)
		}
	}
	if f := r.summary.Failures[0]; !strings.HasSuffix(f.ID, "/reset:reply:INSERT-payment-VALUES:1") || !strings.Contains(f.Reproduce, "wrap --point reset:reply:INSERT-payment-VALUES:1") {
		t.Errorf("the failure is %+v", f)
	}
	data, err := os.ReadFile(junit)
	if err != nil || xml.Unmarshal(data, new(struct{ XMLName xml.Name })) != nil || !regexp.MustCompile(`failures="1"`).Match(data) {
		t.Errorf("junit: %v\n%s", err, data)
	}
}

func TestAPointThatIsDeclared(t *testing.T) {
	const point = "reset:reply:INSERT-payment-VALUES:1"
	name := filepath.Base(os.Args[0])
	expect := file(t, "expect.yaml", fmt.Sprintf("wrap/%s/%s: {outcome: fail, why: it has no key}\n", name, point))
	out := t.TempDir()
	got := call("", jobArgs(t, "--point", point, "--out", out, "--expect", expect)...)
	r := readRecord(t, filepath.Join(out, "latest", "results.jsonl"))
	if got.code != 0 || r.summary.Counts[verdict.ExpectedFail] != 1 || r.summary.Total != 1 {
		t.Errorf("exit code %d, %+v:\n%s%s", got.code, r.summary.Counts, got.stdout, got.stderr)
	}
	for _, name := range []string{"trace.txt", "bytes.txt", "transcript.jsonl"} {
		if !slices.ContainsFunc(r.results[0].Artifacts, func(path string) bool { return filepath.Base(path) == name }) {
			t.Errorf("there is no %s: %q", name, r.results[0].Artifacts)
		}
	}
}

func TestWhatCannotBeWrapped(t *testing.T) {
	for setup, words := range map[string]string{
		"CREATE TABLE other (amount int)": `it fails without a fault: exit 1: not paid: ERROR: relation "payment" does not exist`,
		"CREATE nonsense":                 "syntax error",
	} {
		t.Setenv(actAsJob, "1")
		got := call("", "wrap", "--postgres", provider(), "--out", t.TempDir(), "--setup", setup, "--", os.Args[0])
		if got.code != 4 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, words) {
			t.Errorf("exit code %d, want one line with %q, got %q and on stdout %q", got.code, words, got.stderr, got.stdout)
		}
	}
}

// What a program leaves is ended also where it has taken off all that it was given, its group included.
func TestADaemonWithoutItsEnvironment(t *testing.T) {
	out := t.TempDir()
	t.Setenv(actAsProgram, "1")
	pids := filepath.Join(out, "pids")
	daemon := "(env -i /bin/sh -c 'echo $$ >>" + pids + "; exec setsid sleep 281' &); psql -q -c 'CREATE TABLE IF NOT EXISTS t (i int)'"
	cmd := exec.CommandContext(t.Context(), os.Args[0], //nolint:gosec // it is this test
		"wrap", "--postgres", provider(), "--clean", "2", "--point", "reset:reply:CREATE-TABLE-t:1", "--out", out, "--", "/bin/sh", "-c", daemon)
	cmd.Args[0] = "pgfault"
	said, err := cmd.CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) || !strings.Contains(string(said), "with another environment than it was given, were ended: ") {
		t.Errorf("%v:\n%s", err, said)
	}
	left, err := os.ReadFile(pids)
	if err != nil || len(left) == 0 {
		t.Fatalf("no daemon was there: %v:\n%s", err, said)
	}
	for _, pid := range strings.Fields(string(left)) {
		if _, err := os.Stat(filepath.Join("/proc", pid)); err == nil {
			t.Errorf("process %s is there", pid)
		}
	}
}
