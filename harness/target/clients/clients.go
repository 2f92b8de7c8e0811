// Package clients reads the real clients that are kept as targets: a folder each, with its shim and what is known of it.
package clients

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Folder is where the clients of this repository are, seen from its root.
const Folder = "docker/targets"

// ResultFile is where the folder of a client has what its runs have found.
const ResultFile = "result.json"

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
	// Packages are those of Debian that its shim needs where it runs directly, and that its image has. Module is the Go module
	// that has it, which needs none.
	Packages []string `yaml:"packages"`
	Module   string   `yaml:"module"`
	// Image is the group of clients whose image it runs in, a file of docker/targets/images; empty where it runs directly only.
	Image string `yaml:"image"`
	// Wire is whose wire it has: "own", or the library that it goes through, as "libpq".
	Wire string `yaml:"wire"`
	// With are the folders beside its own that its shim needs: what the shims of a language share.
	With []string `yaml:"with"`
	// Have is a command that succeeds where the client is installed.
	Have []string `yaml:"have"`
	// Build makes what is run, and Run is the shim. {dir} is the client's folder, and {out} is what is built: the same commands
	// here and in its image.
	Build []string `yaml:"build"`
	Run   []string `yaml:"run"`

	dir string
}

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

// place has the words of a command with the places in them.
func place(argv []string, dir, out string) []string {
	argv = slices.Clone(argv)
	for i := range argv {
		argv[i] = strings.NewReplacer("{dir}", dir, "{out}", out).Replace(argv[i])
	}
	return argv
}

// named is what a client's targets have of it, wherever they run.
type named struct{ client Client }

// Name implements target.Target.
func (n named) Name() string { return n.client.Name }

// Expect implements target.Declarer: what is known to be wrong with the client.
func (n named) Expect() []byte {
	data, err := os.ReadFile(filepath.Join(n.client.dir, "expect.yaml"))
	if err != nil {
		return nil // none is declared
	}
	return data
}
