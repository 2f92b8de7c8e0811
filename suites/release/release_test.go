// Package release_test makes a release of what is here, and uses it as a stranger would: from a module proxy.
package release_test

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const (
	root    = "../.."
	path    = "github.com/pgfault/pgfault"
	version = "v0.99.0"
)

// parts are the modules that a release has, by their folders.
var parts = []string{"", "pgdiag", "pgdiag/otelpgdiag"}

// TestAProgramThatRequiresTheLayerGetsNoMore compiles a program that requires pgdiag of a release, and one that requires
// otelpgdiag, and holds what these bring with them.
func TestAProgramThatRequiresTheLayerGetsNoMore(t *testing.T) {
	m := newMachine(t, released(t))
	layer := []string{
		path + "/pgdiag", "github.com/jackc/pgpassfile", "github.com/jackc/pgservicefile", "github.com/jackc/pgx/v5",
		"github.com/jackc/puddle/v2", "golang.org/x/sync", "golang.org/x/text",
	}
	// What the tests of pgx require; no program is built from it.
	tests := []string{
		"github.com/davecgh/go-spew", "github.com/pmezard/go-difflib", "github.com/stretchr/testify", "github.com/stretchr/objx",
		"github.com/kr/pretty", "github.com/kr/text", "github.com/rogpeppe/go-internal", "gopkg.in/check.v1", "gopkg.in/yaml.v3",
		"golang.org/x/mod", "golang.org/x/tools", "github.com/google/go-cmp",
	}
	telemetry := []string{
		path + "/pgdiag/otelpgdiag", "github.com/go-logr/logr", "github.com/go-logr/stdr", "go.opentelemetry.io/auto/sdk",
		"go.opentelemetry.io/otel", "go.opentelemetry.io/otel/metric", "go.opentelemetry.io/otel/trace",
	}
	for _, c := range []struct {
		requires, program string
		brings            []string
	}{
		{path + "/pgdiag", "func main() { _ = pgdiag.Diagnose(errors.New(\"\")) }", layer},
		{path + "/pgdiag/otelpgdiag", "func main() { _, _ = otelpgdiag.New(otelpgdiag.Config{}); _ = errors.New }", append(telemetry, layer...)},
	} {
		t.Run(filepath.Base(c.requires), func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "go.mod"), "module scratch\n\ngo 1.25.0\n\nrequire "+c.requires+" "+version+"\n")
			write(t, filepath.Join(dir, "main.go"), "package main\n\nimport (\n\t\"errors\"\n\n\t\""+c.requires+"\"\n)\n\n"+c.program+"\n")
			m.run(t, dir, "go", "mod", "tidy")
			m.run(t, dir, "go", "build", "-o", filepath.Join(dir, "program"), ".")
			built := m.run(t, dir, "go", "version", "-m", filepath.Join(dir, "program"))
			for line := range strings.Lines(built) {
				f := strings.Fields(line)
				if len(f) > 1 && f[0] == "dep" && !slices.Contains(c.brings, f[1]) {
					t.Errorf("the program is built from %s", f[1])
				}
			}
			listed := strings.Fields(m.run(t, dir, "go", "list", "-m", "-f", "{{if not .Main}}{{.Path}}{{end}}", "all"))
			for _, l := range listed {
				if !slices.Contains(c.brings, l) && !slices.Contains(tests, l) {
					t.Errorf("the program requires %s", l)
				}
			}
			if !slices.Contains(listed, "github.com/jackc/pgx/v5") {
				t.Errorf("it does not even have pgx: %q", listed)
			}
		})
	}
}

// TestTheProgramIsInstalled installs pgfault by its version, as the README says, and asks which it is. With PGFAULT_FULL
// unset it is not compiled, which takes minutes: all is found and downloaded, and go says what it would run.
func TestTheProgramIsInstalled(t *testing.T) {
	repository := released(t)
	m := newMachine(t, repository)
	program := path + "/cmd/pgfault@" + version
	if os.Getenv("PGFAULT_FULL") == "" {
		m.run(t, t.TempDir(), "go", "install", "-n", program)
	} else {
		m.run(t, t.TempDir(), "go", "install", program)
		if said := m.run(t, m.bin, filepath.Join(m.bin, "pgfault"), "version"); !strings.HasPrefix(said, "pgfault "+version+"\n") {
			t.Errorf("it says it is %s", said)
		}
	}
	// The go.mod and go.sum of the release are whole: with nothing to add to them, the program is built from its tag.
	m.run(t, repository, "git", "checkout", "--quiet", version)
	for _, p := range parts {
		m.run(t, filepath.Join(repository, p), "go", "mod", "verify")
		m.run(t, filepath.Join(repository, p), "go", "list", "-mod=readonly", "-deps", "./...")
	}
}

// TestWhatIsNoVersion gives the program that releases what it must refuse, and holds that nothing is left of it.
func TestWhatIsNoVersion(t *testing.T) {
	repository := released(t)
	before := run(t, repository, os.Environ(), "git", "show-ref")
	program := filepath.Join(t.TempDir(), "release")
	run(t, root, os.Environ(), "go", "build", "-o", program, "./scripts/release")
	for _, args := range [][]string{{"0.2.0"}, {"v0.2"}, {"v2.0.0"}, {"v0.2.0+x"}, {version}, {}} {
		cmd := exec.CommandContext(t.Context(), program, slices.Concat([]string{"-C", repository}, args)...)
		if out, err := cmd.CombinedOutput(); err == nil {
			t.Errorf("%q is released: %s", args, out)
		}
	}
	if after := run(t, repository, os.Environ(), "git", "show-ref"); after != before {
		t.Errorf("it left\n%s\nwhere there was\n%s", after, before)
	}
	if trees := run(t, repository, os.Environ(), "git", "worktree", "list"); strings.Count(trees, "\n") != 1 {
		t.Errorf("it left work trees:\n%s", trees)
	}
}

// released is a repository of what is here, changes that are in no commit included, with a release.
func released(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name := range strings.SplitSeq(run(t, root, os.Environ(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00") {
		data, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) || name == "" {
			continue // removed, and in no commit yet
		}
		info, statErr := os.Stat(filepath.Join(root, name))
		if err != nil || statErr != nil {
			t.Fatal(cmp.Or(err, statErr))
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"init", "--quiet"},
		{"config", "user.name", "test"},
		{"config", "user.email", "test@localhost"},
		{"config", "commit.gpgsign", "false"},
		{"config", "tag.gpgsign", "false"},
		{"add", "--all"},
		{"commit", "--quiet", "--message", "all"},
	} {
		run(t, dir, os.Environ(), "git", args...)
	}
	run(t, root, os.Environ(), "go", "run", "./scripts/release", "-C", dir, version)
	return dir
}

// machine is a machine that has what others have published, and the release.
type machine struct {
	env []string
	bin string
}

// newMachine lays the modules of a release out as a module proxy. What else is needed is taken from this machine's cache,
// which has the layout of a proxy too.
func newMachine(t *testing.T, repository string) machine {
	t.Helper()
	proxy, cache := t.TempDir(), t.TempDir()
	for _, part := range parts {
		m := module.Version{Path: strings.TrimSuffix(path+"/"+part, "/"), Version: version}
		dir := filepath.Join(proxy, m.Path, "@v")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		tag := strings.TrimPrefix(part+"/"+version, "/")
		write(t, filepath.Join(dir, "list"), version+"\n")
		write(t, filepath.Join(dir, version+".info"), `{"Version":"`+version+`"}`)
		write(t, filepath.Join(dir, version+".mod"), run(t, repository, os.Environ(), "git", "show", tag+":"+strings.TrimPrefix(part+"/go.mod", "/")))
		packed, err := os.Create(filepath.Join(dir, version+".zip"))
		if err != nil {
			t.Fatal(err)
		}
		if err := zip.CreateFromVCS(packed, m, repository, tag, part); err != nil {
			t.Fatal(err)
		}
		if err := packed.Close(); err != nil {
			t.Fatal(err)
		}
	}
	setting := func(name string) string {
		return strings.TrimSpace(run(t, root, os.Environ(), "go", "env", name))
	}
	bin := t.TempDir()
	return machine{bin: bin, env: append(os.Environ(),
		"GOPROXY=file://"+proxy+",file://"+filepath.Join(setting("GOMODCACHE"), "cache", "download")+","+setting("GOPROXY"),
		"GONOSUMDB="+path+","+path+"/*", "GOFLAGS=-modcacherw", "GOMODCACHE="+cache, "GOBIN="+bin, "GOWORK=off",
	)}
}

func (m machine) run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	return run(t, dir, m.env, name, args...)
}

// run gives the output of what must succeed.
func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, env
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, out, said.String())
	}
	return string(out)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
