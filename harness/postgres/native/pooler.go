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

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.PoolerProvider = Provider{}

// StartPooler runs the pgbouncer that is installed on this machine.
func (Provider) StartPooler(ctx context.Context, req provide.PoolerRequest) (_ provide.PoolerInstance, err error) {
	binary, err := findPooler()
	if err != nil {
		return nil, err
	}
	account, err := unprivileged()
	if err != nil {
		return nil, err
	}
	folder, err := serverFolder(account)
	if err != nil {
		return nil, err
	}
	p := &pooler{binary: binary, account: account, folder: folder}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("start pgbouncer: %w", err), p.Stop(context.WithoutCancel(ctx)))
		}
	}()
	port, err := provide.FreePort(ctx)
	if err != nil {
		return nil, err
	}
	p.addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	printed, err := exec.CommandContext(ctx, binary, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("ask for its version: %w", err)
	}
	users := filepath.Join(folder, "userlist.txt")
	ini := req.Ini(provide.PoolerVersion(string(printed)), port, users)
	files := map[string]string{users: req.Userlist(), p.ini(): ini}
	if req.TLS != nil {
		files[filepath.Join(folder, provide.PoolerCertificate)], files[filepath.Join(folder, provide.PoolerKey)] = req.TLS.Certificate, req.TLS.Key
	}
	for path, text := range files {
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), chown(path, account)); err != nil {
			return nil, fmt.Errorf("write configuration: %w", err)
		}
	}
	return p, p.Up(ctx)
}

// CheckPooler looks for the program.
func (Provider) CheckPooler(context.Context) provide.Availability {
	availability := provide.Availability{Provider: Name}
	binary, err := findPooler()
	if err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	availability.OK, availability.Detail = true, binary
	return availability
}

// findPooler looks for the program: distributions put it where PATH of a normal user does not lead.
func findPooler() (string, error) {
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer", "/usr/local/sbin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &provide.UnavailableError{
		Provider: Name,
		Reason:   "no pgbouncer in PATH or in the usual places",
		Advice:   "install it (on Debian: apt-get install pgbouncer)",
	}
}

// pooler is a pgbouncer that this process runs.
type pooler struct {
	binary  string
	account *syscall.Credential
	folder  string
	addr    string

	mu      sync.Mutex
	process *process
}

func (p *pooler) Addr() string { return p.addr }
func (p *pooler) ini() string  { return filepath.Join(p.folder, "pgbouncer.ini") }

// Up starts it, and waits until it listens.
func (p *pooler) Up(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	log, err := os.OpenFile(filepath.Join(p.folder, "pgbouncer.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(p.binary, "-q", p.ini()) //nolint:noctx // Stop ends it, or this process's death.
	cmd.Env, cmd.Dir, cmd.Stderr = environment(), p.folder, log
	cmd.SysProcAttr = attributes(p.account)
	if p.process, err = launch(cmd); err != nil {
		return err
	}
	return provide.Listens(ctx, p.addr, p.process.done)
}

// Down kills it.
func (p *pooler) Down(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.process == nil {
		return nil
	}
	if err := p.process.signal(syscall.SIGKILL); err != nil {
		return err
	}
	<-p.process.done
	return nil
}

// Stop ends it and removes its folder.
func (p *pooler) Stop(ctx context.Context) error {
	if err := p.Down(ctx); err != nil {
		return err
	}
	if err := os.RemoveAll(p.folder); err != nil {
		return fmt.Errorf("remove folder of pgbouncer: %w", err)
	}
	return nil
}
