package native

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// nodes are the names of the data folders of a server and its standby, the latter first: it is ended first.
var nodes = []string{standbyName, primaryName}

const (
	primaryName = "data"
	standbyName = "standby"
)

// instance is a server that this process runs, and its standby where it has one.
type instance struct {
	provide.LocalInstance

	folder  string
	primary *node
	standby *node
}

var (
	_ provide.Instance   = (*instance)(nil)
	_ provide.Prepared   = (*instance)(nil)
	_ provide.Connected  = (*instance)(nil)
	_ provide.Controlled = (*instance)(nil)
	_ provide.Limited    = (*instance)(nil)
	_ provide.Placed     = (*instance)(nil)
)

// DataFolder is that of the server, and not of its standby.
func (s *instance) DataFolder() string { return s.primary.data() }

// Stop ends the server and removes its folder.
func (s *instance) Stop(ctx context.Context) error {
	return s.End(ctx, func(ctx context.Context) error {
		var errs []error
		for _, n := range []*node{s.standby, s.primary} {
			if n != nil {
				errs = append(errs, n.halt(ctx))
			}
		}
		errs = append(errs, unmount(s.folder))
		if err := os.RemoveAll(s.folder); err != nil {
			errs = append(errs, fmt.Errorf("remove data folder: %w", err))
		}
		return errors.Join(errs...)
	})
}
