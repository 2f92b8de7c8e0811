package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

// word is a word of a command line, which may be quoted.
var word = regexp.MustCompile(`'[^']*'|[^\s']+`)

// TestEveryCommandTeachesByAnExample holds each command to at least one example, and takes each apart as the program does: the
// command has to be there, and its flags have to be its. What touches nothing is run.
func TestEveryCommandTeachesByAnExample(t *testing.T) {
	harmless := map[string]bool{"list": true, "show": true, "version": true, "targets": true}
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			if sub.Name() != "help" && sub.Name() != "completion" {
				visit(sub)
			}
		}
		if !cmd.HasParent() || cmd.HasSubCommands() && cmd.Name() != "shim" {
			return
		}
		if cmd.Example == "" {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			for part := range strings.SplitSeq(line, ";") {
				part, _, _ = strings.Cut(part, "   #")
				part, _, _ = strings.Cut(part, " >")
				var argv []string
				for _, w := range word.FindAllString(part, -1) {
					argv = append(argv, strings.Trim(w, "'"))
				}
				if len(argv) == 0 {
					continue
				}
				if argv[0] != "pgfault" {
					t.Errorf("%s: %q is no command of ours", cmd.CommandPath(), part)
					continue
				}
				root := cli.Root()
				found, rest, err := root.Find(argv[1:])
				if err == nil {
					err = found.ParseFlags(rest)
				}
				if err != nil {
					t.Errorf("%s: %q: %v", cmd.CommandPath(), part, err)
				} else if harmless[found.Name()] && !strings.Contains(part, "./") {
					if got := call("", argv[1:]...); got.code != 0 {
						t.Errorf("%q ends with %d: %s", part, got.code, got.stderr)
					}
				}
			}
		}
	}
	visit(cli.Root())
}

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
