package peer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// Pgbench connects as often as pgbench -C does: a connection for each transaction, which is SELECT 1, and no time between
// them.
type Pgbench struct {
	path    string
	script  string
	DSN     string
	Clients int
}

// OpenPgbench finds pgbench: in PATH, or where Debian has it, the newest there.
func OpenPgbench() (*Pgbench, error) {
	path, err := exec.LookPath("pgbench")
	if err != nil {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
		if len(found) == 0 {
			return nil, fmt.Errorf("find pgbench: %w", err)
		}
		path = slices.Max(found)
	}
	folder, err := os.MkdirTemp("", "pgfault-bench-")
	if err != nil {
		return nil, fmt.Errorf("make folder for pgbench: %w", err)
	}
	p := &Pgbench{path: path, script: filepath.Join(folder, "select.sql")}
	if err := os.WriteFile(p.script, []byte("SELECT 1;\n"), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("write script for pgbench: %w", err), p.Close())
	}
	return p, nil
}

// Close removes the script.
func (p *Pgbench) Close() error { return os.RemoveAll(filepath.Dir(p.script)) }

// Connect makes that many connections with each client, and gives how many that were in a second.
func (p *Pgbench) Connect(ctx context.Context, each int) (float64, error) {
	clients := strconv.Itoa(p.Clients)
	cmd := exec.CommandContext(
		ctx, p.path, "--connect", "--no-vacuum", "--client", clients, "--jobs", clients, "--transactions", strconv.Itoa(each),
		"--file", p.script, p.DSN,
	)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("run pgbench: %w: %s", err, said.String())
	}
	return float64(p.Clients*each) / time.Since(start).Seconds(), nil
}
