package native

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// prepared is a data folder that initdb made once, and the password of its superuser. It is never started, only copied.
type prepared struct {
	data     string
	password string
}

// initdbArgs make a small data folder fast. See initdb's page of the manual.
var initdbArgs = []string{
	"--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--wal-segsize=1",
	"--no-sync",
}

// prepare gives the prepared folder for an installation, from the cache where it is there.
func prepare(ctx context.Context, from installation, account *syscall.Credential) (prepared, error) {
	cache, err := cacheFolder()
	if err != nil {
		return prepared{}, err
	}
	key := sha256.Sum256([]byte(from.bin + "\x00" + from.version + "\x00" + strings.Join(initdbArgs, " ")))
	home := filepath.Join(cache, fmt.Sprintf("prepared-%s-%x", from.version, key[:4]))
	if found, err := load(home); !errors.Is(err, fs.ErrNotExist) {
		return found, err
	}

	// Made aside and put in place by one rename, so that it is there whole or not at all.
	draft, err := os.MkdirTemp(cache, "draft-"+provide.Self().String()+"-")
	if err != nil {
		return prepared{}, fmt.Errorf("make folder in cache: %w", err)
	}
	defer func() { _ = os.RemoveAll(draft) }()
	if err := initialise(ctx, from, account, draft); err != nil {
		return prepared{}, err
	}
	if err := os.Rename(draft, home); err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, syscall.ENOTEMPTY) {
		return prepared{}, fmt.Errorf("keep prepared data folder: %w", err)
	}
	return load(home)
}

// load reads a prepared folder from the cache.
func load(home string) (prepared, error) {
	password, err := os.ReadFile(filepath.Join(home, "password"))
	if err != nil {
		return prepared{}, fmt.Errorf("read prepared data folder: %w", err)
	}
	return prepared{data: filepath.Join(home, "data"), password: string(password)}, nil
}

// initialise runs initdb, as the account, in a folder that the account can reach, and copies the outcome to draft.
func initialise(ctx context.Context, from installation, account *syscall.Credential, draft string) error {
	work, err := room(account)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	password := provide.NewPassword()
	file := filepath.Join(work, "password")
	if err := os.WriteFile(file, []byte(password), 0o600); err != nil {
		return fmt.Errorf("write password: %w", err)
	}
	data := filepath.Join(work, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	if err := errors.Join(chown(file, account), chown(data, account)); err != nil {
		return fmt.Errorf("give data folder to %s's user: %w", Name, err)
	}

	cmd := exec.CommandContext(ctx, from.initdb(), append([]string{"--pgdata=" + data, "--pwfile=" + file}, initdbArgs...)...)
	cmd.Env, cmd.Dir = environment(), work
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: account}
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run initdb: %w: %s", err, lastLine(complaint.String()))
	}

	if err := copyTree(data, filepath.Join(draft, "data"), nil); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(draft, "password"), []byte(password), 0o600); err != nil {
		return fmt.Errorf("keep password: %w", err)
	}
	return nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
