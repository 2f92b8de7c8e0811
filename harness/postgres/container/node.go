package container

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// node is one server in a container: a data folder, and the postmaster that runs on it.
type node struct {
	container *pooledContainer
	name      string
	addr      string
	admin     *pgx.ConnConfig

	mu    sync.Mutex
	ended <-chan struct{} // Closed when the last postmaster has ended.
}

var _ provide.Machine = (*node)(nil)

// newNode is the server in the container that listens on a port there.
func newNode(c *pooledContainer, name string, inside int) (*node, error) {
	n := &node{container: c, name: name, addr: c.addrs[inside]}
	var err error
	n.admin, err = pgx.ParseConfig(libpqenv.DSN(fmt.Sprintf("postgres://postgres:%s@%s/postgres?sslmode=disable", c.passwords.Admin, n.addr)))
	if err != nil {
		return nil, fmt.Errorf("describe superuser's connection: %w", err)
	}
	return n, nil
}

func (n *node) data() string           { return "/tmp/pgfault/" + n.name }
func (n *node) Addr() string           { return n.addr }
func (n *node) Admin() *pgx.ConnConfig { return n.admin.Copy() }

// Ended is closed when the last postmaster has ended.
func (n *node) Ended() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ended
}

// await waits until the node answers, and gives the connection over which it did.
func (n *node) await(ctx context.Context, cfg *pgx.ConnConfig) (*pgx.Conn, error) {
	conn, err := provide.Ready(ctx, n, cfg)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, n.LastLogLine())
	}
	return conn, nil
}

// Status reads postmaster.pid.
func (n *node) Status(ctx context.Context) (string, error) {
	out, err := n.container.shell.do(ctx, `lock_file "$1"`, n.data())
	if err != nil {
		return "", fmt.Errorf("read postmaster's lock file: %w", err)
	}
	return provide.Status(out), nil
}

// LastLogLine is the last line of the container's log, which is all its servers'.
func (n *node) LastLogLine() string { return n.container.shell.log.LastLine() }

// Log is the container's, which is all its servers'.
func (n *node) Log(since int64) (text string, reached int64) {
	return n.container.shell.log.Since(since)
}

// Processes lists the node's processes, by their numbers in the container, the postmaster first.
func (n *node) Processes(ctx context.Context) ([]provide.Process, error) {
	out, err := n.container.shell.do(ctx, `processes "$1"`, n.data())
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	return provide.Processes(strings.Split(out, "\n")), nil
}

// Signal sends a signal by its number, which is the same for all systems that Docker runs.
func (n *node) Signal(ctx context.Context, signal syscall.Signal, pids ...int) error {
	args := []string{strconv.Itoa(int(signal))}
	for _, pid := range pids {
		if pid > 1 {
			args = append(args, strconv.Itoa(pid))
		}
	}
	if _, err := n.container.shell.do(ctx, `signal=$1; shift; for p; do kill -"$signal" "$p" 2>/dev/null || :; done`, args...); err != nil {
		return fmt.Errorf("signal processes: %w", err)
	}
	return nil
}

// Boot starts a postmaster, whose log is the container's.
func (n *node) Boot(ctx context.Context, settings ...string) error {
	args := []string{n.data()}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	var err error
	n.ended, err = n.container.shell.start(ctx, `exec "$bin/postgres" -D "$@"`, args...)
	return err
}

// SetFile makes or removes an empty file.
func (n *node) SetFile(ctx context.Context, file string, there bool) error {
	script := `: >"$1/$2"`
	if !there {
		script = `rm -f "$1/$2"`
	}
	_, err := n.container.shell.do(ctx, script, n.data(), file)
	return err
}

// Save copies the data folder.
func (n *node) Save(ctx context.Context) error {
	_, err := n.container.shell.do(ctx, `rm -rf "$1.saved"; cp -a "$1" "$1.saved"`, n.data())
	return err
}

// Load copies it back.
func (n *node) Load(ctx context.Context) error {
	_, err := n.container.shell.do(ctx, `test -d "$1.saved"; rm -rf "$1"; cp -a "$1.saved" "$1"`, n.data())
	return err
}
