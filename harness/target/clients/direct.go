package clients

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// ErrMissing says that a client is not installed here.
var ErrMissing = errors.New("the client is not installed here")

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
	return direct{named: named{c}, shim: target.Shim{Argv: place(c.Run, c.dir, c.out())}}, nil
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; last != "" {
		return " (" + last + ")"
	}
	return ""
}

func (c Client) command(ctx context.Context, argv []string) *exec.Cmd {
	argv = place(argv, c.dir, c.out())
	return exec.CommandContext(ctx, argv[0], argv[1:]...) //nolint:gosec // the client's own file says it
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
	named
	shim target.Shim
}

// Start implements target.Target.
func (d direct) Start(ctx context.Context) (target.Instance, error) { return d.shim.Start(ctx) }
