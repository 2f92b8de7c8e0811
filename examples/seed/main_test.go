package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
)

// want is what the README shows.
const want = `status: open
DatabaseError: ProgrammingError: undefined_table (42P01)
  the server says: relation "non_existent_table" does not exist
  broken: the statement; written: rolled_back; retry: no
status: closed
`

func TestSeed(t *testing.T) {
	program := filepath.Join(t.TempDir(), "seed")
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, text)
	}
	rig := harness.Start(t, harness.Config{})
	seed := exec.CommandContext(t.Context(), program)
	seed.Env = append(os.Environ(), "DATABASE_URL="+rig.DSN())
	if got, err := seed.CombinedOutput(); err != nil || string(got) != want {
		t.Errorf("got (%v):\n%s\nwant:\n%s", err, got, want)
	}
}

// TestTheReadmeShowsThisProgram keeps the README's code and output those that are compiled and run here.
func TestTheReadmeShowsThisProgram(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, code, _ := strings.Cut(string(source), "\npackage main\n")
	for _, text := range []string{code, want} {
		if !strings.Contains(string(readme), text) {
			t.Errorf("the README lacks:\n%s", text)
		}
	}
}
