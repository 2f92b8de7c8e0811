package native

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/jackc/pgx/v5"

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
	folder   string
	password string // Of the ordinary user.
	primary  *node
	standby  *node
	small    string // The folder on a file system of limited size; "" where there is none.

	mu      sync.Mutex
	seen    *pgx.Conn // The connection over which the server was seen ready.
	stopped bool
}

var (
	_ provide.Instance   = (*instance)(nil)
	_ provide.Furnished  = (*instance)(nil)
	_ provide.Seen       = (*instance)(nil)
	_ provide.Controlled = (*instance)(nil)
	_ provide.Limited    = (*instance)(nil)
)

func (s *instance) Addr() string             { return s.primary.Addr() }
func (s *instance) Admin() *pgx.ConnConfig   { return s.primary.Admin() }
func (s *instance) Shared() bool             { return false }
func (s *instance) Password() string         { return s.password }
func (s *instance) Machine() provide.Machine { return s.primary }

// Standby is nil where there is none: an interface that holds no node.
func (s *instance) Standby() provide.Machine {
	if s.standby == nil {
		return nil
	}
	return s.standby
}

// Small is the folder on a file system of limited size.
func (s *instance) Small() string { return s.small }

// Take gives the first connection away.
func (s *instance) Take() *pgx.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	conn := s.seen
	s.seen = nil
	return conn
}

// Stop ends the server and removes its folder.
func (s *instance) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	var errs []error
	if s.seen != nil {
		_ = s.seen.Close(ctx) // Nobody has asked it anything.
	}
	for _, n := range []*node{s.standby, s.primary} {
		if n != nil {
			errs = append(errs, n.halt(ctx))
		}
	}
	errs = append(errs, unmount(s.folder))
	if err := os.RemoveAll(s.folder); err != nil {
		errs = append(errs, fmt.Errorf("remove data folder: %w", err))
	}
	s.stopped = errors.Join(errs...) == nil
	return errors.Join(errs...)
}
