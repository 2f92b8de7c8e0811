package cli_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

// ending is how an example ends where that is not with 0 by itself.
type ending struct {
	until string // it is interrupted when it has said this; empty waits for its end
	code  int
}

// endings are those that wait for somebody, those that run for longer than a test may, and those that end with what they find.
var endings = map[string]ending{
	"pgfault run":                                            {"pass ", 130},
	"pgfault run -- python3 my_shim.py":                      {"pass ", 130},
	"pgfault run -- pgfault shim":                            {"pass ", 130},
	"pgfault run --target language:python":                   {"pass ", 130},
	"pgfault run --target all --resume --out results/matrix": {"pass ", 130},

	"pgfault sweep": {"PostgreSQL ", 130},
	"pgfault sweep --every byte -- python3 my_shim.py": {"PostgreSQL ", 130},

	"pgfault serve commit/reset-after-commit-sent":                                 {"postgres://", 130},
	"pgfault serve --fault 'reset: {at: {message: CommandComplete, tag: INSERT}}'": {"postgres://", 130},
	"pgfault serve ./my-scenario.yaml --postgres native":                           {"postgres://", 130},
	"pgfault serve --toxiproxy-api 127.0.0.1:8474":                                 {"listens at 127.0.0.1:8474", 130},

	"pgfault replay results/latest/commit/reset-after-commit-sent":             {"postgres://", 130},
	"pgfault replay transcript.jsonl --conn 1 --paced --listen 127.0.0.1:5433": {"127.0.0.1:5433", 130},

	"pgfault judge results/latest/results.jsonl":             {"", 1},
	"pgfault diagnose 'postgres://app@db.example:5432/shop'": {"", 1},
}

// address is where an example listens.
var address = regexp.MustCompile(`127\.0\.0\.1:[1-9]\d*`)

// TestEveryExampleOfTheHelpRuns runs each example that a command's help shows, as a shell does, in a folder that holds what it names.
// Programs and clients that are not ours are stood in for. A command without an example is an error.
func TestEveryExampleOfTheHelpRuns(t *testing.T) {
	t.Setenv("GORACE", "atexit_sleep_ms=0") // with the race detector a program waits for a second before it ends
	bin, folder := programs(t), exampleFolder(t)
	left := map[string]bool{}
	for line := range endings {
		left[line] = true
	}
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
		if !strings.Contains(cmd.Example, cmd.CommandPath()) {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			var parts []string
			for part := range strings.SplitSeq(line, "; ") {
				part, _, _ = strings.Cut(part, "   #")
				parts = append(parts, strings.TrimSpace(part))
				delete(left, strings.TrimSpace(part))
			}
			t.Run(strings.Join(parts, "; "), func(t *testing.T) {
				t.Parallel()
				if addr := address.FindString(line); addr != "" {
					ln, err := net.Listen("tcp", addr)
					if err != nil {
						t.Skipf("something else listens where the example does: %v", err)
					}
					if err := ln.Close(); err != nil {
						t.Fatal(err)
					}
				}
				own := t.TempDir()
				if err := os.CopyFS(own, os.DirFS(folder)); err != nil {
					t.Fatal(err)
				}
				for _, part := range parts {
					runExample(t, bin, own, part)
				}
			})
		}
	}
	visit(cli.Root())
	for line := range left {
		t.Errorf("no help has the example %q any more", line)
	}
}

// programs is a folder with pgfault in it, and what stands in for the programs of others.
func programs(t *testing.T) string {
	t.Helper()
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	for _, name := range []string{"pgfault", "psql", "goose", "my-job", "xdg-open", "open"} {
		if err := os.Symlink(self, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	// Python itself: what chooses one of several in its place takes longer than it does.
	python, err := exec.CommandContext(t.Context(), "python3", "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		t.Fatalf("examples need python3: %v", err)
	}
	if err := os.Symlink(strings.TrimSpace(string(python)), filepath.Join(bin, "python3")); err != nil {
		t.Fatal(err)
	}
	return bin
}

// exampleFolder is a folder that holds what examples name: scenarios, shims, programs, and the results of runs.
func exampleFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	shim := "import os\nos.execvp('pgfault', ['pgfault', 'shim'])\n"
	client := "about: a stand-in\nlanguage: python\nrun: [pgfault, shim]\n"
	for name, text := range map[string]string{
		"my_shim.py": shim, "my-job": "#!/bin/sh\nexec my-job\n", "manage.py": "import os\nos.execvp('my-job', ['my-job'])\n", "my-client.yaml": "",
		"schema.sql": "CREATE TABLE IF NOT EXISTS paid (id int PRIMARY KEY)", "migration.sql": "", "migrations/1.sql": "", "docs/matrix.md": "",
		"docker/targets/psycopg2/target.yaml": client, "docker/targets/asyncpg/target.yaml": client,
		"my-scenario.yaml": exampleOutput(t, folder, nil, 0, "show", "network/close-mid-row", "--format", "yaml"),
	} {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o700)); err != nil {
			t.Fatal(err)
		}
	}
	// A repository, as far as pgfault new looks.
	copyFile(t, "../../../../scenarios/network/family.go", filepath.Join(folder, "scenarios/network/family.go"))
	// A run with something red, and what it kept.
	run := []string{"run", "commit/reset-after-commit-sent", "network/reset-while-idle", "network/reset-after-simple-insert", "--seed", "7"}
	exampleOutput(t, folder, []string{actAsShim + "=1"}, 1, append(run, "--keep-all", "--", self)...)
	copyFile(t, filepath.Join(folder, "results/latest/network/reset-while-idle/transcript.jsonl"), filepath.Join(folder, "transcript.jsonl"))
	for _, name := range []string{"main", "other", "psycopg2", "lib-pq", "pgjdbc"} {
		latest, err := filepath.EvalSymlinks(filepath.Join(folder, "results/latest"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(folder, name), os.DirFS(latest)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"psycopg2", "lib-pq", "pgjdbc"} {
		path := filepath.Join(folder, name, "results.jsonl")
		text, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, []byte(strings.ReplaceAll(string(text), "retries-everything", name)), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 {
		out := fmt.Sprintf("shard-%d", i+1)
		exampleOutput(t, folder, nil, 0, append(run, "--shard", fmt.Sprintf("%d/3", i+1), "--out", out)...)
		latest, err := filepath.EvalSymlinks(filepath.Join(folder, out, "latest"))
		if err == nil {
			err = os.CopyFS(filepath.Join(folder, "shards", fmt.Sprint(i+1)), os.DirFS(latest))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// exampleEnvironment makes this program what the name that it is called by says.
func exampleEnvironment(bin string) []string {
	return append(os.Environ(), actAsProgram+"=1", "PGFAULT_POSTGRES=native", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// exampleOutput is what pgfault writes, which has to end with a code.
func exampleOutput(t *testing.T, folder string, env []string, code int, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Args[0], cmd.Dir, cmd.Env = "pgfault", folder, append(exampleEnvironment(""), env...)
	if self, err := filepath.Abs(os.Args[0]); err == nil {
		cmd.Path = self
	}
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("pgfault %s: %d, %v: %s%s", strings.Join(args, " "), got, err, out, stderr.String())
	}
	return string(out)
}

// runExample runs a command as a shell does, until its end, or until it says what is waited for.
func runExample(t *testing.T, bin, folder, line string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", "exec "+line)
	cmd.Dir, cmd.Env = folder, exampleEnvironment(bin)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := endings[line]
	if end.until == "" {
		_ = stdin.Close() // who reads nothing may have ended by now
	}
	var said strings.Builder
	lines := bufio.NewReader(stdout)
	for waits := end.until != ""; ; {
		text, err := lines.ReadString('\n')
		said.WriteString(text)
		if waits && strings.Contains(text, end.until) {
			waits = false
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Error(err)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Error(err)
			break
		}
	}
	_ = cmd.Wait() // its code says it
	if got := cmd.ProcessState.ExitCode(); got != end.code {
		t.Errorf("%s: it ends with %d, and not with %d:\n%s", line, got, end.code, said.String())
	}
}

// migration is what is wrapped: it may be run again, is done in one transaction, and gives up.
func migration() int {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for _, sql := range []string{"BEGIN; CREATE TABLE IF NOT EXISTS paid (id int PRIMARY KEY); INSERT INTO paid VALUES (1) ON CONFLICT DO NOTHING", "COMMIT"} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return 0
}
