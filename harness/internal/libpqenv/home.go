package libpqenv

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/internal/owner"
)

// folder is where libpq, and what does as it does, looks for certificates. No variable leads all of them elsewhere.
const folder = ".postgresql"

// Home is the environment with a home folder without certificates for libpq: the one that it names where that has none,
// and else a folder of ours, which is to be removed, and leads to all else that is in the home folder: what a client's
// interpreter or build keeps there it needs.
func Home(env []string) (_ []string, remove func() error, err error) {
	nothing := func() error { return nil }
	env = slices.Clone(env)
	at, home := -1, ""
	for i, pair := range env {
		if rest, ok := strings.CutPrefix(pair, "HOME="); ok {
			at, home = i, rest
		}
	}
	if home == "" {
		return env, nothing, nil
	}
	if _, err := os.Lstat(filepath.Join(home, folder)); errors.Is(err, fs.ErrNotExist) {
		return env, nothing, nil
	}
	made, err := os.MkdirTemp("", owner.FolderPrefix())
	if err != nil {
		return nil, nothing, fmt.Errorf("make home folder without certificates: %w", err)
	}
	remove = func() error { return os.RemoveAll(made) }
	if err := lead(made, home); err != nil {
		return nil, nothing, errors.Join(fmt.Errorf("make home folder without certificates: %w", err), remove())
	}
	env[at] = "HOME=" + made
	return env, remove, nil
}

// lead has a folder lead to all that is in another but the certificates.
func lead(from, to string) error {
	entries, err := os.ReadDir(to)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == folder {
			continue
		}
		if err := os.Symlink(filepath.Join(to, e.Name()), filepath.Join(from, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
