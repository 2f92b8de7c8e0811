package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.WALFiller = (*node)(nil)

// moveWAL moves the WAL of a node that does not run to an empty folder, as initdb --waldir has it from the start.
func (n *node) moveWAL(to string) error {
	at := filepath.Join(n.data(), "pg_wal")
	if err := os.Remove(to); err != nil {
		return fmt.Errorf("make way for WAL: %w", err)
	}
	if err := copyTree(at, to, n.account); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(at), os.Symlink(to, at)); err != nil {
		return fmt.Errorf("move WAL: %w", err)
	}
	return nil
}

// walFiller is the file that takes all the room beside the WAL. Where the WAL was not moved it is an error to ask for it: the
// disk is not ours to fill.
func (n *node) walFiller() (string, error) {
	wal, err := os.Readlink(filepath.Join(n.data(), "pg_wal"))
	if err != nil {
		return "", fmt.Errorf("look for WAL: %w", err)
	}
	return filepath.Join(filepath.Dir(wal), "ballast"), nil
}

// FillWAL takes all the room there is.
func (n *node) FillWAL(ctx context.Context) error {
	path, err := n.walFiller()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("fill disk: %w", err)
	}
	block := make([]byte, 64<<10)
	for err == nil && ctx.Err() == nil {
		_, err = file.Write(block)
	}
	if closing := file.Close(); !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("fill disk: %w", errors.Join(err, closing, context.Cause(ctx)))
	}
	return nil
}

// DrainWAL gives it back.
func (n *node) DrainWAL(context.Context) error {
	path, err := n.walFiller()
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("drain disk: %w", err)
	}
	return nil
}
