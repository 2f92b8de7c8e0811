package cli_test

import (
	"os"
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
