package postgres

import (
	"context"
	"fmt"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Extras are what a private server has beyond others. Values can be compared.
type Extras struct {
	// Standby gives the server a standby that streams from it, and that it knows as StandbyName.
	Standby bool
	// Certificate gives the server TLS, and asks it of the ordinary user; "" gives none.
	Certificate Certificate
	// Disk gives the server a tablespace, SmallTablespace, on a file system of that many megabytes, so that it can be
	// filled; 0 gives none. Natively it takes a root who may mount.
	Disk int
	// WALDisk puts the server's WAL on a file system of that many megabytes, so that it can be filled; 0 leaves it with the
	// data. It takes what Disk takes, and goes with neither Disk nor Standby.
	WALDisk int
}

// The names of what Extras give.
const (
	// StandbyName is what the server knows its standby by, for synchronous_standby_names.
	StandbyName = provide.Standby
	// SmallTablespace is the tablespace that can be filled. The ordinary user may create in it.
	SmallTablespace = "pgfault_small"
)

// Own starts a private server of the same provider, version and language as this one, for one who will harm it. It has
// the database template0 from this one, which must outlive it. Of a server that somebody else runs there is none:
// ErrUnavailable.
func (s *Server) Own(ctx context.Context, extras Extras) (*Server, error) {
	cfg := s.cfg
	cfg.Private, cfg.Extras = true, extras
	if cfg.Version == "" {
		cfg.Version = s.version
	}
	if s.provider != External {
		cfg.Provider = s.provider
	}
	return start(ctx, cfg, s)
}

// StandbyAddr is the host:port at which the server's standby listens; "" where there is none.
func (s *Server) StandbyAddr() string {
	if controlled, ok := s.instance.(provide.Controlled); ok && controlled.Standby() != nil {
		return controlled.Standby().Addr()
	}
	return ""
}

// makeSmall makes the tablespace on the file system of limited size.
func (s *Server) makeSmall(ctx context.Context) error {
	limited, ok := s.instance.(provide.Limited)
	if !ok || limited.Small() == "" {
		return nil
	}
	for _, sql := range []string{
		"CREATE TABLESPACE " + SmallTablespace + " LOCATION '" + limited.Small() + "'",
		"GRANT CREATE ON TABLESPACE " + SmallTablespace + " TO " + quote(s.names.user()),
	} {
		if err := run(ctx, s.admin, sql); err != nil {
			return fmt.Errorf("make tablespace: %w", err)
		}
	}
	return nil
}
