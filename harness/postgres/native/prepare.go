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

	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// prepared is a data folder that initdb made once, with the ordinary user and the template, and the passwords. It is
// never started, only copied. The passwords are those of all servers that are copied from it: they were made here, at
// random, and are kept for this user's eyes only.
type prepared struct {
	data      string
	passwords provide.Passwords
}

// cacheFormat is changed when what is done beside these changes, so that a cache of before is not used.
const cacheFormat = "5"

// initdbArgs make a small data folder fast. See initdb's page of the manual. Nobody can log in, until a server gets its
// own pg_hba.conf.
var initdbArgs = []string{
	"--username=postgres", "--auth=reject", "--encoding=UTF8", "--locale=" + locale(), "--wal-segsize=1",
	"--no-sync",
}

// prepare gives the prepared folder for an installation, from the cache where it is there.
func prepare(ctx context.Context, from installation, account *syscall.Credential) (prepared, error) {
	cache, err := cacheFolder()
	if err != nil {
		return prepared{}, err
	}
	key := sha256.Sum256([]byte(from.bin + "\x00" + from.version + "\x00" + strings.Join(initdbArgs, " ") + "\x00" + strings.Join(provide.PreparationSQL("", ""), "\x00") + cacheFormat))
	home := filepath.Join(cache, fmt.Sprintf("prepared-%s-%x", from.version, key[:4]))
	if found, err := load(home); !errors.Is(err, fs.ErrNotExist) {
		return found, err
	}

	// Made aside and put in place by one rename, so that it is there whole or not at all.
	draft, err := os.MkdirTemp(cache, "draft-"+owner.Self().String()+"-")
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
	text, err := os.ReadFile(filepath.Join(home, "passwords"))
	if err != nil {
		return prepared{}, fmt.Errorf("read prepared data folder: %w", err)
	}
	admin, user, ok := strings.Cut(string(text), "\n")
	if !ok {
		return prepared{}, fmt.Errorf("read prepared data folder: %w", errForeign)
	}
	return prepared{data: filepath.Join(home, "data"), passwords: provide.Passwords{Admin: admin, User: user}}, nil
}

// initialise runs initdb, as the account, in a folder that the account can reach, and copies the outcome to draft.
func initialise(ctx context.Context, from installation, account *syscall.Credential, draft string) error {
	work, err := serverFolder(account)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	passwords := provide.NewPasswords()
	data := filepath.Join(work, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	if err := chown(data, account); err != nil {
		return fmt.Errorf("give data folder to %s's user: %w", Name, err)
	}

	err = program(ctx, account, work, "", from.initdb(), append([]string{"--pgdata=" + data}, initdbArgs...)...)
	if err != nil {
		return err
	}
	admin, user, err := passwords.Verifiers()
	if err != nil {
		return fmt.Errorf("make passwords: %w", err)
	}
	// A standby takes no fewer connections than the data folder remembers.
	single := []string{"--single", "-F", "-D", data, "-c", "max_connections=20", "postgres"}
	for _, step := range []struct {
		input, name string
		args        []string
	}{
		{strings.Join(provide.PreparationSQL(admin, user), "\n"), from.postgres(), single},
		// What was written so far is in the data: one segment of WAL is enough to begin with.
		{"", from.program("pg_resetwal"), []string{data}},
		// That takes wal_level for minimal, from which no standby can begin, until the server has run once.
		{"", from.postgres(), single},
	} {
		if err := program(ctx, account, work, step.input, step.name, step.args...); err != nil {
			return err
		}
	}

	if err := removeSpaceMaps(filepath.Join(data, "base")); err != nil {
		return err
	}
	if err := copyTree(data, filepath.Join(draft, "data"), nil); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(draft, "passwords"), []byte(passwords.Admin+"\n"+passwords.User), 0o600); err != nil {
		return fmt.Errorf("keep passwords: %w", err)
	}
	return nil
}

// program runs one of PostgreSQL's programs to its end, as the account.
func program(ctx context.Context, account *syscall.Credential, folder, input, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env, cmd.Dir, cmd.Stdin = environment(), folder, strings.NewReader(input)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: account}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w: %s", filepath.Base(name), err, lastLine(stderr.String()))
	}
	return nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
