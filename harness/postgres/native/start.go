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
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// startTimeout is how long a server may take to accept its first connection; it takes some 20 ms.
const startTimeout = 30 * time.Second

// Start copies a prepared data folder and runs postgres on it.
func (Provider) Start(ctx context.Context, req provide.Request) (provide.Instance, error) {
	chosen, err := choose(installations(ctx), req.Version)
	if err != nil {
		return nil, err
	}
	account, err := unprivileged()
	if err != nil {
		return nil, err
	}
	source, err := prepare(ctx, chosen, account)
	if err != nil {
		return nil, fmt.Errorf("prepare data folder: %w", err)
	}
	// The port is free when it is picked, and may be taken by another process before the server has it.
	const attempts = 5
	for attempt := 1; ; attempt++ {
		running, err := start(ctx, chosen, source, account)
		if err == nil {
			req.Logger.Debug("server started", "provider", Name, "version", chosen.version, "addr", running.Addr(), "folder", running.folder)
			return running, nil
		}
		if !errors.Is(err, provide.ErrExited) || attempt == attempts {
			return nil, fmt.Errorf("start native server: %w", err)
		}
	}
}

func start(ctx context.Context, from installation, source prepared, account *syscall.Credential) (_ *instance, err error) {
	folder, err := room(account)
	if err != nil {
		return nil, err
	}
	s := &instance{folder: folder}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
		}
	}()
	data := filepath.Join(folder, "data")
	if err := copyTree(source.data, data, account); err != nil {
		return nil, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	if err := configure(data, port); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(folder, "server.log"))
	if err != nil {
		return nil, fmt.Errorf("make server log: %w", err)
	}
	defer func() { _ = log.Close() }()

	// Not bound to ctx, which is for the start only: Stop ends it, or this process's death.
	cmd := exec.Command(from.postgres(), "-D", data) //nolint:noctx // See above.
	cmd.Env, cmd.Dir, cmd.Stderr = environment(), data, log
	cmd.SysProcAttr = attributes(account)
	if s.process, err = launch(cmd); err != nil {
		return nil, err
	}
	s.addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if s.admin, err = pgx.ParseConfig(fmt.Sprintf("postgres://postgres:%s@%s/postgres?sslmode=disable", source.password, s.addr)); err != nil {
		return nil, fmt.Errorf("describe superuser's connection: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("no connection within %v", startTimeout))
	defer cancel()
	if err := provide.Await(ctx, s.admin, s.process.done); err != nil {
		return nil, fmt.Errorf("%w: %s", err, s.lastWords())
	}
	return s, nil
}

// configure adds our settings to those that initdb wrote.
func configure(data string, port int) error {
	conf, err := os.OpenFile(filepath.Join(data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("open postgresql.conf: %w", err)
	}
	_, err = conf.WriteString(provide.Settings(port, "127.0.0.1"))
	if err := errors.Join(err, conf.Close()); err != nil {
		return fmt.Errorf("write postgresql.conf: %w", err)
	}
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(provide.HBA), 0o600); err != nil {
		return fmt.Errorf("write pg_hba.conf: %w", err)
	}
	return nil
}

// freePort asks the system for a port that nobody listens on.
func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find free port: %w", err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
