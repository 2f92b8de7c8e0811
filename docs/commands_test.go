package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCommandsCanBeGiven takes each line of a block of commands as far as it goes without the scenario that it is about:
// new and show are run, in a folder with the families alone, of run and the like the flags are read, and make and go say
// whether they know what is asked of them.
func TestCommandsCanBeGiven(t *testing.T) {
	program, err := filepath.Abs(filepath.Join(root, build(t, "bin/pgfault")))
	if err != nil {
		t.Fatal(err)
	}
	scratch := t.TempDir()
	families, err := filepath.Glob(filepath.Join(root, "scenarios/*/family.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		text, err := os.ReadFile(family)
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(scratch, "scenarios", filepath.Base(filepath.Dir(family)))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "family.go"), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range of(t, kindCommands) {
		for line := range strings.Lines(strings.ReplaceAll(b.text, "\\\n", " ")) {
			line, _, _ = strings.Cut(line, "#")
			argv := strings.Fields(line)
			if len(argv) < 2 {
				t.Errorf("%s: %q is no command", b, line)
				continue
			}
			cmd := exec.CommandContext(t.Context(), argv[0], argv[1:]...)
			cmd.Dir = root
			switch {
			case argv[0] == "make":
				cmd.Args = append(cmd.Args, "--dry-run")
			case argv[0] == "go" && argv[1] == "test":
				cmd.Args[1] = "list"
			case argv[0] == "pgfault" && (argv[1] == "new" || argv[1] == "show"):
				cmd = exec.CommandContext(t.Context(), program, argv[1:]...)
				cmd.Dir = scratch
			case argv[0] == "pgfault":
				given, _, _ := strings.Cut(line, " -- ") // what comes behind is a command of the reader's
				cmd = exec.CommandContext(t.Context(), "sh", "-c", "set "+strings.TrimSpace(given)+` --help; shift; exec "$0" "$@"`, program)
				cmd.Dir = root
			default:
				t.Errorf("%s: nothing here knows %q", b, line)
				continue
			}
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", b, line, err, text)
			}
		}
	}
}

// inline are commands in the midst of a text.
var inline = regexp.MustCompile("`(?:bin/)?(make|pgfault) ([a-z]+)([^`]*)`")

// TestCommandsInTheTextAreThere looks for the targets and the commands that the text names.
func TestCommandsInTheTextAreThere(t *testing.T) {
	program := filepath.Join(root, build(t, "bin/pgfault"))
	seen := map[string]bool{}
	for _, page := range pages(t) {
		for _, found := range inline.FindAllStringSubmatch(read(t, page), -1) {
			name := found[1] + " " + found[2]
			if seen[name] {
				continue
			}
			seen[name] = true
			cmd := exec.CommandContext(t.Context(), program, found[2], "--help")
			if found[1] == "make" {
				cmd = exec.CommandContext(t.Context(), "make", "--dry-run", found[2])
				cmd.Dir = root
			}
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", page, name, err, text)
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d commands were found", len(seen))
	}
}

// entry is a line of a tree: how far it is indented, and what it names before it says what that is.
var entry = regexp.MustCompile(`^( *)((?:[\w.-]+/)+(?: (?:[\w.-]+/)+)*)`)

// TestEveryPathOfATreeIsThere follows the indentation.
func TestEveryPathOfATreeIsThere(t *testing.T) {
	for _, b := range of(t, kindTree) {
		var path []string
		found := 0
		for line := range strings.Lines(b.text) {
			parts := entry.FindStringSubmatch(line)
			if parts == nil || len(parts[1]) > 8 { // a further line of what is said
				continue
			}
			path = path[:min(len(path), len(parts[1])/2)]
			for _, name := range strings.Fields(parts[2]) {
				found++
				if _, err := os.Stat(filepath.Join(append(append([]string{root}, path...), name)...)); err != nil {
					t.Errorf("%s: %v", b, err)
				}
			}
			path = append(path, strings.Fields(parts[2])[0])
		}
		if found < 10 {
			t.Errorf("%s: only %d paths", b, found)
		}
	}
}
