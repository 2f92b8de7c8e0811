package container

import (
	"context"
	"fmt"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.WALFiller = (*node)(nil)

// fillScript takes all the room beside a WAL that was moved. Elsewhere it fails: the disk is not ours to fill.
const fillScript = `
wal=$(readlink "$1/pg_wal")
if dd if=/dev/zero of="${wal%/*}/ballast" bs=64k 2>/dev/null; then exit 1; fi`

// FillWAL takes all the room there is.
func (n *node) FillWAL(ctx context.Context) error {
	if _, err := n.container.shell.do(ctx, fillScript, n.data()); err != nil {
		return fmt.Errorf("fill disk: %w", err)
	}
	return nil
}

// DrainWAL gives it back.
func (n *node) DrainWAL(ctx context.Context) error {
	if _, err := n.container.shell.do(ctx, `wal=$(readlink "$1/pg_wal"); rm -f "${wal%/*}/ballast"`, n.data()); err != nil {
		return fmt.Errorf("drain disk: %w", err)
	}
	return nil
}
