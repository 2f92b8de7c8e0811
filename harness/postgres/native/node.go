package native

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// node is one server: a data folder, and the postmaster that runs on it.
type node struct {
	name    string // Of its folder and its log.
	folder  string // Where those are.
	from    installation
	account *syscall.Credential
	addr    string
	admin   *pgx.ConnConfig

	mu      sync.Mutex
	process *process // The last one; nil before the first.
}

var _ provide.Machine = (*node)(nil)

// newNode makes a node in folder: a copy of the prepared data, with our settings. What no server writes to it has from the
// server beside it, where there is one.
func newNode(ctx context.Context, name, folder string, from installation, source prepared, account *syscall.Credential, req provide.Request) (*node, error) {
	n := &node{name: name, folder: folder, from: from, account: account}
	content, err := readImage(source.data)
	if err != nil {
		return nil, err
	}
	common := ""
	if beside, ok := req.SharedServer.(*instance); ok {
		common = filepath.Join(beside.primary.data(), provide.Template0)
	}
	if err := content.write(n.data(), common, account); err != nil {
		return nil, err
	}
	port, err := provide.FreePort(ctx)
	if err != nil {
		return nil, err
	}
	if err := configure(n.data(), port, account, req); err != nil {
		return nil, err
	}
	n.addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if n.admin, err = pgx.ParseConfig(libpqenv.DSN(fmt.Sprintf("postgres://postgres:%s@%s/postgres?sslmode=disable", source.passwords.Admin, n.addr))); err != nil {
		return nil, fmt.Errorf("describe superuser's connection: %w", err)
	}
	return n, nil
}

func (n *node) data() string           { return filepath.Join(n.folder, n.name) }
func (n *node) Addr() string           { return n.addr }
func (n *node) Admin() *pgx.ConnConfig { return n.admin.Copy() }

// Ended is closed when the last postmaster has ended.
func (n *node) Ended() <-chan struct{} { return n.running().done }

// Boot starts a postmaster. It is not bound to ctx: Stop ends it, or this process's death.
func (n *node) Boot(_ context.Context, settings ...string) error {
	log, err := os.OpenFile(n.log(), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open server log: %w", err)
	}
	defer func() { _ = log.Close() }()
	args := []string{"-D", n.data()}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command(n.from.postgres(), args...) //nolint:noctx // See above.
	cmd.Env, cmd.Dir, cmd.Stderr = environment(), n.data(), log
	cmd.SysProcAttr = attributes(n.account)
	started, err := launch(cmd)
	if err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.process = started
	return nil
}

// Status reads postmaster.pid.
func (n *node) Status(context.Context) (string, error) {
	text, err := os.ReadFile(filepath.Join(n.data(), "postmaster.pid"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read postmaster's lock file: %w", err)
	}
	return provide.Status(string(text)), nil
}

// await waits until the node answers, and gives the connection over which it did.
func (n *node) await(ctx context.Context, req provide.Request) (*pgx.Conn, error) {
	conn, err := provide.Ready(ctx, n, provide.FirstConnConfig(n.admin, req))
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, n.LastLogLine())
	}
	return conn, nil
}

func (n *node) running() *process {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.process
}

// SetFile makes or removes an empty file.
func (n *node) SetFile(_ context.Context, file string, there bool) error {
	path := filepath.Join(n.data(), file)
	if !there {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove %s: %w", file, err)
		}
		return nil
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return fmt.Errorf("make %s: %w", file, err)
	}
	return chown(path, n.account)
}

// Save copies the data folder.
func (n *node) Save(context.Context) error {
	if err := os.RemoveAll(n.savedData()); err != nil {
		return fmt.Errorf("remove saved data folder: %w", err)
	}
	return copyTree(n.data(), n.savedData(), n.account)
}

// Load copies it back.
func (n *node) Load(context.Context) error {
	if _, err := os.Stat(n.savedData()); err != nil {
		return fmt.Errorf("look for saved data folder: %w", err)
	}
	if err := os.RemoveAll(n.data()); err != nil {
		return fmt.Errorf("remove data folder: %w", err)
	}
	return copyTree(n.savedData(), n.data(), n.account)
}

func (n *node) savedData() string { return n.data() + ".saved" }
func (n *node) log() string       { return n.data() + ".log" }

// LastLogLine is the last line of the server's log.
func (n *node) LastLogLine() string {
	text, err := os.ReadFile(n.log())
	if err != nil {
		return "no server log"
	}
	return lastLine(string(text))
}

// Log reads the server's log.
func (n *node) Log(since int64) (text string, reached int64) {
	file, err := os.Open(n.log())
	if err != nil {
		return "", since
	}
	defer func() { _ = file.Close() }()
	return provide.ReadLog(file, since)
}
