package cli_test

import (
	"strings"
	"testing"
)

// TestShellsComplete asks for the completion of each shell, and for what may come after a word.
func TestShellsComplete(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := call("", "completion", shell); got.code != 0 || !strings.Contains(got.stdout, "pgfault") {
			t.Errorf("%s: %d, %s", shell, got.code, got.stderr)
		}
	}
	for _, c := range []struct{ typed, want string }{{"run network/close-mid-r", "network/close-mid-row"}, {"show commit/reset-a", "commit/reset-after-commit-sent"}, {"mer", "merge"}, {"run --target pgx-", "pgx-stdlib"}} {
		got := call("", append([]string{"__complete"}, strings.Fields(c.typed)...)...)
		if got.code != 0 || !strings.Contains(got.stdout, c.want) {
			t.Errorf("%q is completed by %q", c.typed, got.stdout)
		}
	}
}
