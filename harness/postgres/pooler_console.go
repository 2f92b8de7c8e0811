package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Order gives an order of the pgbouncer's manual ("Administration Console") at its console, about the database that it
// stands before: PAUSE, RESUME. It returns when the pgbouncer has done it.
func (p *Pooler) Order(ctx context.Context, order string) error {
	way := url.URL{
		Scheme: "postgres", User: url.UserPassword(provide.ConsoleUser, p.password), Host: p.Addr(), Path: "/pgbouncer",
		RawQuery: "sslmode=disable",
	}
	cfg, err := pgx.ParseConfig(libpqenv.DSN(way.String()))
	if err != nil {
		return errors.New("open console of pgbouncer: its DSN can't be parsed") // the error may quote the password
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("open console of pgbouncer: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the order is done
	sql := order + " " + pgx.Identifier{p.database}.Sanitize()
	if _, err := conn.PgConn().Exec(ctx, sql).ReadAll(); err != nil { // it knows the simple protocol alone
		return fmt.Errorf("tell pgbouncer to %s: %w", sql, err)
	}
	return nil
}
