// Package clients reads the real clients that are kept as targets: a folder each, with its shim and what is known of it.
package clients

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/target"
)

// Folder is where the clients of this repository are, seen from its root.
const Folder = "docker/targets"

// Client is a real client: the target.yaml of its folder.
type Client struct {
	// Name is the folder's.
	Name string `yaml:"-"`
	// About says in a line what it is.
	About string `yaml:"about"`
	// Language is that of its programs.
	Language string `yaml:"language"`
	Homepage string `yaml:"homepage"`
	Issues   string `yaml:"issues"`
	// Packages are those of Debian that its shim needs where it runs directly. Module is the Go module that has it, which needs
	// none.
	Packages []string `yaml:"packages"`
	Module   string   `yaml:"module"`
	// Image is the group of clients that it shares an image with; empty where it runs directly only.
	Image string `yaml:"image"`
	// Have is a command that succeeds where the client is installed.
	Have []string `yaml:"have"`
	// Build makes what is run, and Run is the shim. {dir} is the client's folder, and {out} is what is built.
	Build []string `yaml:"build"`
	Run   []string `yaml:"run"`

	dir string
}

// ErrMissing says that a client is not installed here.
var ErrMissing = errors.New("the client is not installed here")

// Load reads the clients in a folder, by their names. That there is no such folder is no error: there are none.
func Load(folder string) ([]Client, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read clients: %w", err)
	}
	var all []Client
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name(), "target.yaml"))
		if err != nil {
			continue // a folder that clients share
		}
		c := Client{Name: e.Name()}
		d := yaml.NewDecoder(bytes.NewReader(data))
		d.KnownFields(true)
		if err := d.Decode(&c); err != nil {
			return nil, fmt.Errorf("read client %s: %w", c.Name, err)
		}
		if c.dir, err = filepath.Abs(filepath.Join(folder, c.Name)); err != nil {
			return nil, fmt.Errorf("read client %s: %w", c.Name, err)
		}
		if len(c.Run) == 0 || c.Language == "" || c.About == "" {
			return nil, fmt.Errorf("read client %s: it needs about, language and run", c.Name)
		}
		all = append(all, c)
	}
	return all, nil
}

// Installed tells whether the client is on this machine; the error is ErrMissing where it is not, and says how to get it.
func (c Client) Installed(ctx context.Context) error {
	if len(c.Have) == 0 {
		return nil
	}
	if out, err := c.command(ctx, c.Have).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s: %w%s; install %s", ErrMissing, c.Name, err, lastLine(out), strings.Join(c.Packages, " "))
	}
	return nil
}

// Direct gives the client's shim, run by what is installed on this machine. It builds it where it has to be built. The error is
// ErrMissing where the client is not there, and says how to get it.
func (c Client) Direct(ctx context.Context) (target.Target, error) {
	if err := c.Installed(ctx); err != nil {
		return nil, err
	}
	if len(c.Build) > 0 {
		if err := os.MkdirAll(filepath.Dir(c.out()), 0o755); err != nil {
			return nil, fmt.Errorf("build client %s: %w", c.Name, err)
		}
		if out, err := c.command(ctx, c.Build).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build client %s: %w: %s", c.Name, err, bytes.TrimSpace(out))
		}
	}
	return direct{Shim: target.Shim{Argv: c.words(c.Run)}, client: c}, nil
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; last != "" {
		return " (" + last + ")"
	}
	return ""
}

func (c Client) command(ctx context.Context, argv []string) *exec.Cmd {
	argv = c.words(argv)
	return exec.CommandContext(ctx, argv[0], argv[1:]...) //nolint:gosec // the client's own file says it
}

// words are a command's, with the places in them.
func (c Client) words(argv []string) []string {
	argv = slices.Clone(argv)
	for i := range argv {
		argv[i] = strings.NewReplacer("{dir}", c.dir, "{out}", c.out()).Replace(argv[i])
	}
	return argv
}

// out is where what is built is kept: by the folder's place, since another clone builds another.
func (c Client) out() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "pgfault", "targets", strings.ReplaceAll(strings.Trim(c.dir, "/"), "/", "-"))
}

// direct is a client that runs on this machine.
type direct struct {
	target.Shim
	client Client
}

// Name implements target.Target.
func (d direct) Name() string { return d.client.Name }

// Expect implements target.Declarer: what is known to be wrong with the client.
func (d direct) Expect() []byte {
	data, err := os.ReadFile(filepath.Join(d.client.dir, "expect.yaml"))
	if err != nil {
		return nil // none is declared
	}
	return data
}
