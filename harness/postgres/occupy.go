package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/internal/poll"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// DropWhileInUse drops the database behind the back of all who use it, and ends what is connected. CreateAgain makes it again.
func (d *Database) DropWhileInUse(ctx context.Context) error {
	if err := run(ctx, d.server.dropper, "DROP DATABASE "+quote(d.Name)+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop database: %w", err)
	}
	return nil
}

// CreateAgain makes a database that was lost again, as empty as it came.
func (d *Database) CreateAgain(ctx context.Context) error {
	d.admin.renew(ctx)
	sql := "CREATE DATABASE " + quote(d.Name) + d.server.empty() + " OWNER " + quote(d.server.names.user()) + d.server.strategy()
	if err := run(ctx, d.server.admin, sql); err != nil {
		return fmt.Errorf("make database again: %w", err)
	}
	return d.server.makeUsual(ctx, d.server.admin, d.Name)
}

const (
	// maxOccupied is how many connections Occupy opens at the most, and occupyAtOnce how many at the same time.
	maxOccupied  = 1000
	occupyAtOnce = 8
)

// noPlaceLeftSQL asks whether every place that is no superuser's is taken by a session. Who is refused while one is
// ending, that had been there before, would find its place free a moment later; and so would who counts one that is
// being refused, which from PostgreSQL 18 on is among the others, without a database.
const noPlaceLeftSQL = `SELECT count(*) >= current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
	- coalesce(current_setting('reserved_connections', true)::int, 0)
	FROM pg_stat_activity WHERE backend_type = 'client backend' AND datid IS NOT NULL`

// Occupy opens connections to the database as the ordinary user until the server takes no more of them (53300, from
// class 53: insufficient resources), and says how many it has opened. Release ends them, and waits until the server has
// room again. It keeps a place for the side channel, where none is reserved for superusers.
func (d *Database) Occupy(ctx context.Context) (opened int, release func(context.Context) error, err error) {
	var conns []*pgx.Conn
	release = func(ctx context.Context) error {
		left := conns
		conns = nil
		return d.closeAndWait(ctx, left)
	}
	for _, ours := range []*session{d.server.admin, d.admin} {
		if _, err := ours.exec(ctx, "SELECT 1"); err != nil {
			return 0, release, fmt.Errorf("take a place for the side channel: %w", err)
		}
	}
	for len(conns) < maxOccupied {
		fresh, full, err := d.connectAtOnce(ctx)
		conns = append(conns, fresh...)
		if err != nil {
			return len(conns), release, fmt.Errorf("fill connections: %w", err)
		}
		if full {
			rows, err := d.server.admin.exec(ctx, noPlaceLeftSQL)
			if err != nil || rows[0][0] == "t" {
				return len(conns), release, err
			}
		}
	}
	return len(conns), release, fmt.Errorf("fill connections: the server takes more than %d", maxOccupied)
}

// connectAtOnce opens some connections at once, and says whether the server had no room for all of them.
func (d *Database) connectAtOnce(ctx context.Context) (conns []*pgx.Conn, full bool, err error) {
	var (
		opening sync.WaitGroup
		mu      sync.Mutex
		errs    []error
	)
	for range occupyAtOnce {
		opening.Go(func() {
			defer crash.Guard()
			conn, err := pgx.Connect(ctx, libpqenv.DSN(d.DSN(d.server.Addr())))
			mu.Lock()
			defer mu.Unlock()
			var refused *pgconn.PgError
			switch {
			case err == nil:
				conns = append(conns, conn)
			case errors.As(err, &refused) && refused.Code == "53300":
				full = true
			default:
				errs = append(errs, err)
			}
		})
	}
	opening.Wait()
	return conns, full, errors.Join(errs...)
}

// closeAndWait ends connections, and waits until none has a backend any more: a backend ends some time after its connection,
// and keeps its place until then.
func (d *Database) closeAndWait(ctx context.Context, conns []*pgx.Conn) error {
	pids := make([]string, 0, len(conns))
	for _, conn := range conns {
		pids = append(pids, fmt.Sprint(conn.PgConn().PID()))
		_ = conn.Close(ctx) // The server may have been ended, and these with it.
	}
	if len(pids) == 0 {
		return nil
	}
	ask := "SELECT FROM pg_stat_activity WHERE pid IN (" + strings.Join(pids, ", ") + ")"
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := d.server.admin.exec(ctx, ask)
		return len(rows) == 0, err
	})
	if err != nil {
		return fmt.Errorf("see connections end: %w", err)
	}
	return nil
}
