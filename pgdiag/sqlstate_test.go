package pgdiag_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

// codesOf are the codes and names that a list of PostgreSQL's holds.
func codesOf(t *testing.T, list string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) == 4 && len(f[0]) == 5 && slices.Contains([]string{"E", "W", "S"}, f[1]) {
			codes[f[0]] = f[3]
		}
	}
	if len(codes) < 200 {
		t.Fatalf("%s: %d codes; the list is not read right", list, len(codes))
	}
	return codes
}

// TestEverySQLState holds the table against the lists kept here, and against that of every server installed on this machine.
func TestEverySQLState(t *testing.T) {
	lists, err := filepath.Glob("errcodes/*.txt")
	if err != nil || len(lists) < 4 {
		t.Fatalf("lists: %v, %v", lists, err)
	}
	installed, err := filepath.Glob("/usr/share/postgresql/*/errcodes.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(installed) == 0 {
		t.Log("no server is installed here: only the lists of the repository are held against the table")
	}
	states := pgdiag.SQLStates()
	for _, list := range append(lists, installed...) {
		for code, name := range codesOf(t, list) {
			if !slices.Contains(states, code) {
				t.Errorf("%s: %s (%s) is not in the table", list, code, name)
			}
			if got := pgdiag.ConditionOfCode(code); string(got) != name && code != "22008" && code != "2202E" && code != "26000" && code != "34000" {
				t.Errorf("%s: %s is %s, want %s", list, code, got, name)
			}
		}
	}
}

// TestGeneratedTableIsCurrent generates the table again.
func TestGeneratedTableIsCurrent(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "errcodes"), os.DirFS("errcodes")); err != nil {
		t.Fatal(err)
	}
	tool := filepath.Join(dir, "sqlstates")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", tool, "./internal/sqlstates").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), tool)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("generate: %v\n%s", err, out)
	}
	want, err := os.ReadFile(filepath.Join(dir, "sqlstate_gen.go"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("sqlstate_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("sqlstate_gen.go is not what errcodes/ gives; run go -C pgdiag generate")
	}
}
