package pgdiag

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// OpenDB is a *sql.DB over pgx that never runs again what was sent. pgx's own stdlib answers driver.ErrBadConn wherever
// pgconn.SafeToRetry holds, which in pgx 5.9 to 5.12 includes a connection that was lost after a simple query was sent; and
// database/sql then executes the statement a second time. Here driver.ErrBadConn is passed on only where the book proves
// that nothing was executed, and every other error is a *Diagnosis. cfg is not changed.
//
// What (*sql.Conn).Raw gives to its function is therefore not pgx's *stdlib.Conn but the connection that guards it, for
// database/sql hands out the very driver.Conn that it calls: RawConn has pgx's connection out of either, and so has the
// assertion to interface{ Conn() *pgx.Conn }.
func OpenDB(cfg *pgx.ConnConfig, opts ...stdlib.OptionOpenDB) *sql.DB {
	return sql.OpenDB(Connector(cfg, opts...))
}

// Connector is OpenDB's connector, for a program that wraps connectors itself.
func Connector(cfg *pgx.ConnConfig, opts ...stdlib.OptionOpenDB) driver.Connector {
	if cfg == nil {
		return failedConnector{ErrNoConfig}
	}
	c := cfg.Copy()
	if _, err := Attach(c); err != nil && !errors.Is(err, ErrAttached) {
		return failedConnector{err}
	}
	return connector{stdlib.GetConnector(*c, opts...)}
}

type connector struct{ driver.Connector }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, Wrap(err)
	}
	std, ok := conn.(*stdlib.Conn)
	if !ok {
		return nil, fmt.Errorf("pgdiag: connect: got a %T, want pgx's stdlib.Conn", conn)
	}
	return &guardedConn{stdConn: std}, nil
}

// failedConnector says at the first connection what was wrong with the config.
type failedConnector struct{ err error }

// Connect implements driver.Connector.
func (c failedConnector) Connect(context.Context) (driver.Conn, error) { return nil, c.err }

// Driver implements driver.Connector.
func (failedConnector) Driver() driver.Driver { return stdlib.GetDefaultDriver() }
