package peer

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// Bare makes a database for each test by the fastest SQL there is, over connections that are kept, and nothing else: who
// makes a database for a test and drops it can't do with less.
type Bare struct {
	from  *Templates
	conns chan *pgx.Conn
	made  atomic.Int64
}

// OpenBare opens a connection for each of the clients that there are at a time. It copies the template of another way, which
// it needs for as long.
func OpenBare(ctx context.Context, from *Templates, clients int) (*Bare, error) {
	b := &Bare{from: from, conns: make(chan *pgx.Conn, clients)}
	for range clients {
		conn, err := pgx.ConnectConfig(ctx, from.base.Copy())
		if err != nil {
			return nil, errors.Join(fmt.Errorf("connect: %w", err), b.Close(ctx))
		}
		b.conns <- conn
	}
	return b, nil
}

// Close ends the connections.
func (b *Bare) Close(ctx context.Context) error {
	close(b.conns)
	var errs []error
	for conn := range b.conns {
		errs = append(errs, conn.Close(ctx))
	}
	return errors.Join(errs...)
}

// Use makes a database, has it used, and drops it.
func (b *Bare) Use(ctx context.Context, use func(ctx context.Context, dsn string) error) error {
	var conn *pgx.Conn
	select {
	case conn = <-b.conns:
	case <-ctx.Done():
		return fmt.Errorf("wait for a connection: %w", context.Cause(ctx))
	}
	defer func() { b.conns <- conn }()
	name := fmt.Sprintf("%s_bare_%d", template, b.made.Add(1))
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template+" OWNER "+b.from.owner+" STRATEGY FILE_COPY"); err != nil {
		return fmt.Errorf("copy template: %w", err)
	}
	dsn := *b.from.user
	dsn.Path = "/" + name
	used := errors.Join(use(ctx, dsn.String()), vacated(ctx, conn, name))
	_, err := conn.Exec(ctx, "DROP DATABASE "+name)
	return errors.Join(used, err)
}

// vacated waits until nobody is connected to the database: DROP DATABASE would look only every 100 ms.
func vacated(ctx context.Context, conn *pgx.Conn, name string) error {
	ask := "SELECT count(*) FROM pg_stat_get_activity(NULL) WHERE datid = (SELECT oid FROM pg_database WHERE datname = '" + name + "')"
	for {
		var left int
		if err := conn.QueryRow(ctx, ask, pgx.QueryExecModeSimpleProtocol).Scan(&left); err != nil || left == 0 {
			return err
		}
		select {
		case <-time.After(time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("wait for the end of a session: %w", context.Cause(ctx))
		}
	}
}
