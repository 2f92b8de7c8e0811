package container

import (
	"context"
	"errors"

	cerrdefs "github.com/containerd/errdefs"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// instance is a server in a container, and its standby where it has one.
type instance struct {
	provide.Serving

	crate *crate
	shelf *provide.Shelf
}

var (
	_ provide.Instance   = (*instance)(nil)
	_ provide.Furnished  = (*instance)(nil)
	_ provide.Seen       = (*instance)(nil)
	_ provide.Controlled = (*instance)(nil)
	_ provide.Limited    = (*instance)(nil)
)

// Stop ends the server, and leaves its container to the next one or removes it.
func (s *instance) Stop(ctx context.Context) error {
	return s.End(ctx, func(ctx context.Context) error { return s.crate.putBack(ctx, s.shelf) })
}

// gone reports that a container is not there any more, or that somebody is about to remove it.
func gone(err error) bool { return cerrdefs.IsNotFound(err) || cerrdefs.IsConflict(err) }

// errNotOurs refuses to remove a container that is no orphan.
var errNotOurs = errors.New("not an orphan of this machine's")
