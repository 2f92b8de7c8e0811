package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Lose drops the database behind the back of all who use it, and ends what is connected. Remake makes it again.
func (d *Database) Lose(ctx context.Context) error {
	if err := run(ctx, d.server.admin, "DROP DATABASE "+quote(d.Name)+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop database: %w", err)
	}
	return nil
}

// Remake makes a database that was lost again, as empty as it came.
func (d *Database) Remake(ctx context.Context) error {
	d.admin.renew(ctx)
	sql := "CREATE DATABASE " + quote(d.Name) + " TEMPLATE template0 OWNER " + quote(d.server.names.user()) + d.server.strategy()
	if err := run(ctx, d.server.admin, sql); err != nil {
		return fmt.Errorf("make database again: %w", err)
	}
	return nil
}

// most is how many connections Occupy opens at the most.
const most = 1000

// Occupy opens connections to the database as the ordinary user until the server takes no more of them (53300, from
// class 53: insufficient resources), and says how many it has opened. Release ends them.
func (d *Database) Occupy(ctx context.Context) (opened int, release func(context.Context) error, err error) {
	var conns []*pgx.Conn
	release = func(ctx context.Context) error {
		var errs []error
		for _, conn := range conns {
			errs = append(errs, conn.Close(ctx))
		}
		conns = nil
		return errors.Join(errs...)
	}
	for range most {
		conn, err := pgx.Connect(ctx, d.DSN(d.server.Addr()))
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code == "53300" {
			return len(conns), release, nil
		}
		if err != nil {
			return len(conns), release, fmt.Errorf("fill connections: %w", err)
		}
		conns = append(conns, conn)
	}
	return len(conns), release, fmt.Errorf("fill connections: the server takes more than %d", most)
}
