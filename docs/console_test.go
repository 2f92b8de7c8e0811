package docs_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
)

// update writes into the pages what is printed, instead of comparing it: make docs.
var update = flag.Bool("update", false, "write what is printed into the pages")

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// masks are what differs from run to run, and from machine to machine.
var masks = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`seed \d+`), "seed N"},
	{regexp.MustCompile(`\d{8}T\d{6}\.\d+Z`), "TIME"},
	{regexp.MustCompile(`\b\d+(\.\d+)?(µs|ms|s)\b`), "T"},
	{regexp.MustCompile(`(?m)^PostgreSQL \d.*$`), "PostgreSQL"},
	{regexp.MustCompile(` --(postgres|pg-version) \S+`), ""}, // as PGFAULT_POSTGRES has it here
	{regexp.MustCompile(`[ \t]+`), " "},
}

func masked(text string) string {
	for _, m := range masks {
		text = m.what.ReplaceAllString(text, m.by)
	}
	return strings.TrimSpace(text)
}

// elided stands for lines that are not shown.
const elided = "…"

// TestConsoleBlocksShowWhatIsPrinted runs what each block runs.
func TestConsoleBlocksShowWhatIsPrinted(t *testing.T) {
	for _, b := range of(t, kindConsole) {
		t.Run(b.String(), func(t *testing.T) {
			command, shown, _ := strings.Cut(strings.TrimPrefix(b.text, "$ "), "\n")
			printed := runs(t, command)
			now, ok := lines(shown, printed)
			if ok && masked(now) == masked(shown) {
				return
			}
			if !*update || !ok {
				t.Errorf("%s prints\n%s\nand the page shows\n%s\nmake docs writes it, where no line of it is elided", command, printed, shown)
				return
			}
			page := read(t, b.page)
			page = strings.Replace(page, b.text, "$ "+command+"\n"+now, 1)
			if err := os.WriteFile(filepath.Join(root, b.page), []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// lines are what was printed, without what a page leaves out; ok is false where it does not print a line that the page shows
// beside something that it leaves out.
func lines(shown, printed string) (string, bool) {
	if !strings.Contains("\n"+shown, "\n"+elided+"\n") {
		return printed, true
	}
	var out strings.Builder
	for line := range strings.Lines(shown) {
		if strings.TrimSpace(line) != elided {
			at := slices.IndexFunc(slices.Collect(strings.Lines(printed)), func(p string) bool { return masked(p) == masked(line) })
			if at < 0 {
				return "", false
			}
		}
		out.WriteString(line)
	}
	return out.String(), true
}

// outcome begins the line of a result.
var outcome = regexp.MustCompile(`^[a-z_]+ +[a-z]+/`)

// inOrder puts the lines of results in order: they come as they end.
func inOrder(text string) string {
	all := strings.SplitAfter(text, "\n")
	for from := range all {
		to := from
		for to < len(all) && outcome.MatchString(all[to]) {
			to++
		}
		slices.SortFunc(all[from:to], func(a, b string) int { return strings.Compare(masked(a), masked(b)) })
	}
	return strings.Join(all, "")
}

// runs gives what a command prints, where its output is no terminal.
func runs(t *testing.T, command string) string {
	t.Helper()
	name, rest, _ := strings.Cut(command, " ")
	switch verb := firstWord(rest); verb {
	case "wrap":
		if _, err := exec.LookPath("psql"); err != nil {
			t.Skip("no psql here, which is the program that is wrapped")
		}
		fallthrough
	case "run", "sweep":
		out := filepath.Join(t.TempDir(), "results")
		rest = strings.Replace(rest, verb, verb+" --out "+out, 1) // before a command that is wrapped
		return inOrder(printed(t, build(t, name)+" "+rest, func(text string) string { return strings.ReplaceAll(text, out, "results") }))
	case "diagnose":
		return diagnosed(t, build(t, name), rest)
	}
	return printed(t, build(t, name)+" "+rest, nil)
}

// printed gives what a shell's command prints. It may fail: what it says then is what is shown.
func printed(t *testing.T, command string, change func(string) string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", command)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	text := string(out)
	if change != nil {
		text = change(text)
	}
	return text
}

// otherPgx is a program over another pgx.
var otherPgx = regexp.MustCompile(`^bin/pgfault-pgx-(v[0-9.]+)$`)

// build builds a program that a page runs, as the page says.
func build(t *testing.T, name string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "scripts/build")
	if found := otherPgx.FindStringSubmatch(name); found != nil {
		cmd.Args = append(cmd.Args, found[1])
	} else if name != "bin/pgfault" {
		t.Fatalf("nothing here builds %s", name)
	}
	cmd.Dir = root
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", name, err, text)
	}
	return name
}

// diagnosed gives what diagnose prints of a server that knows the user of a DSN's last host, and nothing else of it.
func diagnosed(t *testing.T, program, arguments string) string {
	t.Helper()
	found := regexp.MustCompile(`//(\w+):(\w+)@.*:(\d+)/`).FindStringSubmatch(arguments)
	if found == nil {
		t.Fatalf("no user, password and port in %s", arguments)
	}
	rig := harness.Start(t, harness.Config{Own: true})
	rig.SQL(fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", found[1], found[2]))
	port := regexp.MustCompile(`:(\d+)/`).FindStringSubmatch(rig.DSN())[1]
	back := func(text string) string { return strings.ReplaceAll(text, port, found[3]) }
	return printed(t, program+" "+strings.ReplaceAll(arguments, found[3], port), back)
}
