package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/scenarios"
)

// file writes a file of a test's and gives its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAScenarioThatIsShownAsYAMLIsAFileToRun(t *testing.T) {
	shown := call("", "show", "caller/cancel-before-send", "--format", "yaml")
	mine := file(t, "mine.yaml", strings.Replace(shown.stdout, "id: caller/cancel-before", "id: my/cancel-before", 1))

	text := call("", "show", mine)
	if text.code != 0 || !strings.HasPrefix(text.stdout, "my/cancel-before-send\n") {
		t.Errorf("show %s gives %d:\n%s%s", mine, text.code, text.stdout, text.stderr)
	}
	out := t.TempDir()
	got := call("", "run", mine, "data/unique-violation", "--postgres", provider(), "--out", out)
	if got.code != 0 || !strings.Contains(got.stdout, "my/cancel-before-send") || !strings.Contains(got.stdout, "2 pass") {
		t.Errorf("run %s gives %d:\n%s%s", mine, got.code, got.stdout, got.stderr)
	}
	failed := call("", "run", mine, "--target", "pgx", "--postgres", provider(), "--out", out)
	if failed.code != 1 || !strings.Contains(failed.stdout, "pgfault run "+mine+" --seed ") {
		t.Errorf("run %s --target pgx gives %d:\n%s%s", mine, failed.code, failed.stdout, failed.stderr)
	}
}

func TestAWrongFileIsAMistakeOfTheCallers(t *testing.T) {
	wrong := file(t, "wrong.yaml", "id: my/scenario\nstpes: []\n")
	built := file(t, "built.yaml", call("", "show", scenarios.All()[0].ID, "--format", "yaml").stdout)
	for _, c := range []struct {
		args  []string
		words string
	}{
		{[]string{"run", wrong}, wrong + `: line 2, column 1: unknown field "stpes", expected steps?`},
		{[]string{"show", wrong}, wrong + ": line 2, column 1"},
		{[]string{"show", "testdata/none.yaml"}, "no such file"},
		{[]string{"run", built, built}, "both hold"},
		{[]string{"run", built, scenarios.All()[0].ID}, "also selected from the catalogue"},
		{[]string{"show", "data", "schema", "--format", "yaml"}, "a file holds one scenario"},
		{[]string{"show", "data", "--format", "xml"}, "text or yaml"},
	} {
		got := call("", c.args...)
		if got.code != 4 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, c.words) {
			t.Errorf("%v gives %d, %q and on stdout %q; want one line with %q", c.args, got.code, got.stderr, got.stdout, c.words)
		}
	}
}
