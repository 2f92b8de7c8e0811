package cli_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

// actAsProgram makes this program pgfault itself.
const actAsProgram = "PGFAULT_TEST_ACT_AS_PROGRAM"

// program is the main of pgfault.
func program() int {
	return cli.Main(append([]string{"pgfault"}, os.Args[1:]...), os.Stdin, os.Stdout, os.Stderr)
}

// bashCompletes, zshCompletes and fishCompletes have a shell complete a line, as if somebody had typed it and then a tab. Bash needs the
// package bash-completion, as cobra says in the script's help; zsh is asked on a terminal of its own.
const (
	bashCompletes = `source /usr/share/bash-completion/bash_completion
source <(pgfault completion bash)
COMP_WORDS=(pgfault show network/close-mid-r) COMP_CWORD=2 COMP_TYPE=9
COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
__start_pgfault
printf '%s\n' "${COMPREPLY[@]}"`
	fishCompletes = `pgfault completion fish | source
complete -C "pgfault show network/close-mid-r"`
	zshCompletes = `zmodload zsh/zpty
zpty z 'zsh -f -i'
zpty -w z 'PROMPT=; autoload -Uz compinit && compinit -u -D; source <(pgfault completion zsh); echo re""ady'
zpty -r -m z out '*ready*'
zpty -n -w z $'pgfault show network/close-mid-r\t'
zpty -r -m z out '*network/close-mid-row*' && print -r -- "$out"
zpty -d z`
)

// TestRealShellsComplete has each shell that is there complete a line by the script that it is given.
func TestRealShellsComplete(t *testing.T) {
	bin := t.TempDir()
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(bin, "pgfault")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv(actAsProgram, "1")
	for _, c := range []struct {
		shell, needs string
		args         []string
	}{
		{"bash", "/usr/share/bash-completion/bash_completion", []string{"--norc", "-c", bashCompletes}},
		{"zsh", "", []string{"-f", "-c", zshCompletes}},
		{"fish", "", []string{"--no-config", "-c", fishCompletes}},
	} {
		t.Run(c.shell, func(t *testing.T) {
			if _, err := exec.LookPath(c.shell); err != nil {
				t.Skipf("there is no %s here", c.shell)
			}
			if _, err := os.Stat(c.needs); c.needs != "" && err != nil {
				t.Skipf("there is no %s here", c.needs)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, c.shell, c.args...).CombinedOutput()
			if err != nil || !strings.Contains(string(out), "network/close-mid-row") {
				t.Errorf("%v: %q", err, out)
			}
		})
	}
}
