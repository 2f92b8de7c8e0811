package native

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// installation is a folder of PostgreSQL's binaries.
type installation struct {
	bin     string
	version string // "15.18"
}

func (i installation) initdb() string   { return i.program("initdb") }
func (i installation) postgres() string { return i.program("postgres") }

func (i installation) program(name string) string { return filepath.Join(i.bin, name) }

// usualPlaces are the places where distributions put the binaries.
var usualPlaces = []string{
	"/usr/lib/postgresql/*/bin",      // Debian, Ubuntu
	"/usr/pgsql-*/bin",               // the project's packages for Red Hat
	"/usr/libexec/postgresql*",       // Alpine
	"/usr/local/pgsql*/bin",          // built from source
	"/usr/local/opt/postgresql*/bin", // Homebrew on Intel
	"/opt/homebrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
	"/usr/bin", // Fedora, Arch
	"/usr/local/bin",
}

// knownInstallations holds what was found, by PATH: asking the programs for their versions takes longer than starting a server.
var knownInstallations sync.Map

// installations lists what is installed, newest first, each folder once.
func installations(ctx context.Context) []installation {
	if found, ok := knownInstallations.Load(os.Getenv("PATH")); ok {
		return found.([]installation)
	}
	found := findInstallations(ctx)
	if len(found) > 0 && ctx.Err() == nil {
		knownInstallations.Store(os.Getenv("PATH"), found)
	}
	return found
}

func findInstallations(ctx context.Context) []installation {
	var folders []string
	if path, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	if out, err := run(ctx, "pg_config", "--bindir"); err == nil {
		folders = append(folders, out)
	}
	for _, pattern := range usualPlaces {
		matches, err := filepath.Glob(pattern)
		if err == nil {
			folders = append(folders, matches...)
		}
	}

	var found []installation
	for _, folder := range folders {
		// A link to initdb in PATH need not have postgres beside it: what it points to has.
		initdb, err := filepath.EvalSymlinks(filepath.Join(folder, "initdb"))
		if err != nil {
			continue
		}
		candidate := installation{bin: filepath.Dir(initdb)}
		if slices.ContainsFunc(found, func(i installation) bool { return i.bin == candidate.bin }) {
			continue
		}
		if candidate.version = versionOf(ctx, candidate.postgres()); candidate.version != "" {
			found = append(found, candidate)
		}
	}
	slices.SortStableFunc(found, func(a, b installation) int { return provide.CompareVersions(b.version, a.version) })
	return found
}

var versionNumber = regexp.MustCompile(`\d+(\.\d+|\w+)?`)

// versionOf asks a postgres binary for its version; "" where it gives none.
func versionOf(ctx context.Context, binary string) string {
	out, err := run(ctx, binary, "--version")
	if err != nil {
		return ""
	}
	return versionNumber.FindString(out)
}

func run(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).Output()
	return strings.TrimSpace(string(out)), err
}

func versions(found []installation) []string {
	var all []string
	for _, i := range found {
		all = append(all, i.version)
	}
	return slices.Compact(all)
}

// reason splits an error into what is wrong and what to do.
func reason(err error) (detail, advice string) {
	var unavailable *provide.UnavailableError
	if errors.As(err, &unavailable) {
		return unavailable.Reason, unavailable.Advice
	}
	return err.Error(), ""
}

// environment is what PostgreSQL's programs are given: nothing of PGDATA, PGPORT and their like, and a locale that
// every machine has.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=" + locale(), "TZ=UTC"}
}

// locale is one that every machine has and that knows UTF-8. Not every macOS has C.UTF-8; in C all encodings are let through.
func locale() string {
	if runtime.GOOS == "linux" {
		return "C.UTF-8"
	}
	return "C"
}
