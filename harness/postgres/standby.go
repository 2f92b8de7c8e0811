package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

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
