package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

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
		running, err := start(ctx, chosen, source, account, req)
		if err == nil {
			req.Logger.Debug("server started", "provider", Name, "version", chosen.version, "addr", running.Addr(), "folder", running.folder)
			return running, nil
		}
		if !errors.Is(err, provide.ErrExited) || attempt == attempts {
			return nil, fmt.Errorf("start native server: %w", err)
		}
	}
}

func start(ctx context.Context, from installation, source prepared, account *syscall.Credential, req provide.Request) (_ *instance, err error) {
	folder, err := serverFolder(account)
	if err != nil {
		return nil, err
	}
	s := &instance{folder: folder}
	s.UserPassword = source.passwords.User
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
		}
	}()
	if req.Disk > 0 {
		if s.SmallFolder, err = mount(folder, req.Disk, "tablespace", account); err != nil {
			return nil, err
		}
	}
	if s.primary, err = newNode(ctx, primaryName, folder, from, source, account, req); err != nil {
		return nil, err
	}
	if req.WALDisk > 0 {
		to, err := mount(folder, req.WALDisk, "wal", account)
		if err != nil {
			return nil, err
		}
		if err := s.primary.moveWAL(to); err != nil {
			return nil, err
		}
	}
	s.Primary = s.primary
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("no connection within %v", startTimeout))
	defer cancel()
	if err := s.primary.Boot(ctx); err != nil {
		return nil, err
	}
	conn, err := s.primary.await(ctx, req)
	if err != nil {
		return nil, err
	}
	s.KeepConn(conn)
	if req.Standby {
		if err := s.startStandby(ctx, conn, from, source, account, req); err != nil {
			return nil, fmt.Errorf("start standby: %w", err)
		}
	}
	return s, nil
}

// configure adds our settings to those that initdb wrote.
func configure(data string, port int, account *syscall.Credential, req provide.Request) error {
	conf, err := os.OpenFile(filepath.Join(data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("open postgresql.conf: %w", err)
	}
	_, err = conf.WriteString(provide.Settings(port, "127.0.0.1", req))
	if err := errors.Join(err, conf.Close()); err != nil {
		return fmt.Errorf("write postgresql.conf: %w", err)
	}
	if err := os.WriteFile(filepath.Join(data, "pg_hba.conf"), []byte(provide.HBA), 0o600); err != nil {
		return fmt.Errorf("write pg_hba.conf: %w", err)
	}
	if req.TLS == nil {
		return nil
	}
	for file, text := range map[string]string{provide.CertificateFile: req.TLS.Certificate, provide.KeyFile: req.TLS.Key} {
		path := filepath.Join(data, file)
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), chown(path, account)); err != nil {
			return fmt.Errorf("write %s: %w", file, err)
		}
	}
	return nil
}
