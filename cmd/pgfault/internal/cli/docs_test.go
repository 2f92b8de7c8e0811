package cli_test

import (
	"os"
	"strings"
	"testing"
)

func TestTheCatalogueInTheDocumentsIsCurrent(t *testing.T) {
	kept, err := os.ReadFile("../../../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	if got := call("", "list", "--format", "markdown"); got.code != 0 || got.stdout != string(kept) {
		t.Errorf("docs/scenarios.md is not what the catalogue gives (%d %s): make docs", got.code, got.stderr)
	}
}

func TestTheFaultsInTheDocumentsAreCurrent(t *testing.T) {
	kept, err := os.ReadFile("../../../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	if got := call("", "list", "--faults", "--format", "markdown"); got.code != 0 || got.stdout != string(kept) {
		t.Errorf("docs/faults.md is not what the faults say (%d %s): make docs", got.code, got.stderr)
	}
}

func TestAFaultIsShownWithItsFields(t *testing.T) {
	for name, want := range map[string]string{
		"":       "reset                end a connection with a RST",
		"inject": "  say              what is said\n",
		"at":     "messages downstream\n  AuthenticationCleartextPassword,",
		"error":  "  omit             text\n",
	} {
		if got := call("", strings.Fields("list --faults "+name)...); got.code != 0 || !strings.Contains(got.stdout, want) {
			t.Errorf("list --faults %s gives %d %s\n%s", name, got.code, got.stderr, got.stdout)
		}
	}
	if got := call("", "list", "--faults", "rset"); got.code != 4 || !strings.Contains(got.stderr, "did you mean reset?") {
		t.Errorf("a wrong name gives %d %s", got.code, got.stderr)
	}
}
