package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// installed is a module or program of ours at a version, as one installs it.
var installed = regexp.MustCompile("`go (?:get|install) github\\.com/pgfault/pgfault(/[a-z/]+)?@(v[^`\\s]+)`")

// TestWhatIsInstalledIsThere holds the paths that are installed, and their version against the newest that has changes.
func TestWhatIsInstalledIsThere(t *testing.T) {
	newest := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)$`).FindStringSubmatch(read(t, "CHANGELOG.md"))
	found := installed.FindAllStringSubmatch(read(t, "README.md"), -1)
	if newest == nil || len(found) < 3 {
		t.Fatalf("only %d ways to install are there, of version %v", len(found), newest)
	}
	for _, f := range found {
		if f[2] != "v"+newest[1] {
			t.Errorf("%s: the newest is %s", f[0], newest[1])
		}
		if _, err := os.Stat(filepath.Join(root, f[1])); err != nil {
			t.Errorf("%s: %v", f[0], err)
		}
	}
}
