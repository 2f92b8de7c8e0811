package docs_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// forTests are variables by which tests and the Makefile speak to tests.
var forTests = map[string]bool{"PGFAULT_FULL": true, "PGFAULT_MUTANTS": true, "PGFAULT_SOAK": true, "PGFAULT_ITS_OWN": true}

// TestEveryVariableIsDocumented looks for the variables of ours in all that is kept here and is no document.
func TestEveryVariableIsDocumented(t *testing.T) {
	grep := exec.CommandContext(t.Context(), "grep", "-rhoE", "PGFAULT_[A-Z_]+", "--include=*.go", "--include=build", "--include=pull", "--include=servers", ".")
	grep.Dir = root
	out, err := grep.Output()
	if err != nil {
		t.Fatal(err)
	}
	readme, seen := read(t, "README.md"), map[string]bool{}
	for _, name := range strings.Fields(string(out)) {
		if seen[name] || forTests[name] || strings.HasPrefix(name, "PGFAULT_TEST_") {
			continue
		}
		seen[name] = true
		if !regexp.MustCompile("\\| `" + name + "` \\|").MatchString(readme) {
			t.Errorf("no table of the README has %s", name)
		}
	}
	if len(seen) < 4 {
		t.Errorf("only %v were found", seen)
	}
}
