package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/mutant"
)

// actAsShim makes this program a shim that is wrong: it does again whatever failed.
const actAsShim = "PGFAULT_TEST_ACT_AS_SHIM"

func TestMain(m *testing.M) {
	if os.Getenv(actAsJob) != "" {
		os.Exit(job())
	}
	if os.Getenv(actAsPgfault) != "" {
		os.Exit(pgfault())
	}
	if os.Getenv(actAsProgram) != "" {
		switch filepath.Base(os.Args[0]) {
		case "pgfault":
			os.Exit(program())
		case "psql", "goose", "my-job":
			os.Exit(migration())
		case "xdg-open", "open":
			os.Exit(0)
		}
	}
	if os.Getenv(actAsHostile) != "" && len(os.Args) == 1 {
		if err := hostileShim(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if os.Getenv(actAsShim) == "" {
		goleak.VerifyTestMain(m)
	}
	if err := shim(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func shim() error {
	wrong := slices.IndexFunc(mutant.All(), func(m mutant.Mutant) bool { return m.Name() == "retries-everything" })
	inst, err := mutant.All()[wrong].Start(context.Background())
	if err != nil {
		return err
	}
	return target.Serve(context.Background(), os.Stdin, os.Stdout, inst)
}

// output is what a call of the program gave.
type output struct {
	code           int
	stdout, stderr string
}

func call(stdin string, args ...string) output {
	var stdout, stderr bytes.Buffer
	code := cli.Execute(append([]string{"pgfault"}, args...), strings.NewReader(stdin), &stdout, &stderr)
	return output{code: code, stdout: stdout.String(), stderr: stderr.String()}
}

// TestBadInputIsOneLineThatSaysWhatToDo holds all mistakes of a command line to the same form: nothing on stdout, one
// line on stderr with the words, no dump of the usage, no secret, the right exit code.
func TestBadInputIsOneLineThatSaysWhatToDo(t *testing.T) {
	for _, c := range []struct {
		args  string
		code  int
		words string
	}{
		{"runn", 4, "did you mean run?"},
		{"run network/close-mid-rwo", 4, "did you mean network/close-mid-row?"},
		{"run xyzzy", 4, "see pgfault list"},
		{"run x/*", 5, "no scenario fits"},
		{"run [", 4, "bad pattern"},
		{"run --nope", 4, "unknown flag"},
		{"run --parallel many", 4, "auto, or a number from 1"},
		{"run --parallel 0", 4, "--parallel"},
		{"run --parallel -1", 4, "--parallel"},
		{"run --repeat 0", 4, "--repeat"},
		{"run --timeout 0s", 4, "--timeout"},
		{"run --format xml", 4, "pretty, plain or jsonl"},
		{"run --shard 3/2", 4, "I/N"},
		{"run --shard 1/2x", 4, "I/N"},
		{"replay", 4, "replay needs one transcript"},
		{"report ../../../../harness/report/page/testdata/format1 nowhere", 4, "no such file"},
		{"replay nowhere", 4, "no such file"},
		{"replay cli_test.go", 4, "it is no transcript"},
		{"run --target pgx,pgx-stdlib --html x.html", 4, "of one run"},
		{"run --target pgx,pgx-stdlib --open", 4, "of one run"},
		{"run --shard auto/3", 4, "none is set"},
		{"run --timings x", 4, "--timings is for --shard"},
		{"run --resume=nowhere", 4, "no such file"},
		{"merge", 4, "merge needs the folders"},
		{"merge a", 4, "-o DIR"},
		{"merge a -o b", 4, "no such file"},
		{"report", 4, "report needs the folder"},
		{"report --fail-on-new x", 4, "needs --against"},
		{"report nowhere", 4, "no such file"},
		{"run --target nobody", 4, "take reference, pgx, pgx-stdlib"},
		{"run --target language:klingon", 4, "no client of the language"},
		{"run --target pgx,pgx-stdlib --junit x.xml", 4, "of one target"},
		{"shim check --target nobody", 4, "unknown target"},
		{"matrix a b", 4, "one folder"},
		{"matrix", 4, "for a clone of the repository"},
		{"shim check --target pgx -- cat", 4, "exclude each other"},
		{"run --target reference -- cat", 4, "exclude each other"},
		{"run --", 4, "no command after --"},
		{"run --expect testdata/none.yaml", 4, "no such file"},
		{"run --postgres nowhere", 4, "auto, container, native"},
		{"run --postgres postgres://u:secret@127.0.0.1:port/db", 4, "bad DSN"},
		{"run -- testdata/no-such-program", 3, "no-such-program"},
		{"run -- cat", 3, `without "ok"`},
		{"wrap", 4, "the command stands after --"},
		{"wrap psql", 4, "the command stands after --"},
		{"wrap --faults boom -- psql", 4, "unknown fault"},
		{"wrap --budget none -- psql", 4, "a number of points, as 200, or a time, as 10m"},
		{"wrap --budget 5 --all -- psql", 4, "exclude each other"},
		{"wrap --point nonsense -- psql", 4, "FAULT:PLACE:STATEMENT:OCCURRENCE"},
		{"wrap --idempotent maybe -- psql", 4, "yes or no"},
		{"wrap --clean 1 -- psql", 4, "2 or more"},
		{"wrap --copy nowhere -- psql", 4, "is no folder"},
		{"wrap --setup nowhere.sql -- psql", 4, "no such file"},
		{"wrap --expect testdata/none.yaml -- psql", 4, "no such file"},
		{"list --format xml", 4, "plain, jsonl or markdown"},
		{"list nope/nope", 4, "see pgfault list"},
		{"show", 4, "show needs a scenario"},
		{"diagnose a b", 4, "one DSN"},
		{"version now", 4, "takes no arguments"},
		{"doctor --postgres nowhere", 4, "auto, container, native"},
	} {
		t.Run(c.args, func(t *testing.T) {
			got := call("", strings.Fields(c.args)...)
			if got.code != c.code {
				t.Errorf("exit code is %d, want %d", got.code, c.code)
			}
			if got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, c.words) {
				t.Errorf("want one line on stderr with %q, got %q and on stdout %q", c.words, got.stderr, got.stdout)
			}
			if strings.Contains(got.stderr, "secret") {
				t.Errorf("the password is shown: %q", got.stderr)
			}
		})
	}
}
