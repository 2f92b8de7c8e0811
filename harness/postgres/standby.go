package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// place is where a server is reached.
type place interface {
	// Addr is the host:port at which it listens.
	Addr() string
	// Admin is how to connect as superuser to the maintenance database.
	Admin() *pgx.ConnConfig
}

func (s *Server) lead(to place) { s.leads.Store(&to) }

// FollowStandby has all that asks the server ask its standby from then on, which has taken over: its address, its own
// connections, and those of its databases. What is done to the server's processes is done to those of before.
func (s *Server) FollowStandby(ctx context.Context) error {
	controlled, ok := s.instance.(provide.Controlled)
	if !ok || controlled.Standby() == nil {
		return errNoStandby
	}
	s.lead(controlled.Standby())
	err := errors.Join(s.admin.follow(ctx, s.adminConfig("")), s.dropper.follow(ctx, s.adminConfig("")))
	s.mu.Lock()
	databases := slices.Collect(maps.Values(s.databases))
	s.mu.Unlock()
	for _, d := range databases {
		err = errors.Join(err, d.admin.follow(ctx, s.adminConfig(d.Name)))
	}
	return err
}

// StandbyConn opens a connection as superuser to the database on the server's standby, for a rival session there. The
// caller closes it.
func (d *Database) StandbyConn(ctx context.Context) (*pgx.Conn, error) {
	controlled, ok := d.server.instance.(provide.Controlled)
	if !ok || controlled.Standby() == nil {
		return nil, errNoStandby
	}
	cfg := controlled.Standby().Admin()
	cfg.Database = d.Name
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open admin connection to standby: %w", err)
	}
	return conn, nil
}
