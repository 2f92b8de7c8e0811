package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// Copies gives copies of a database, each to one user, and makes them ahead of need. It is safe for concurrent use.
type Copies struct {
	server *Server
	of     *Database
	pool   *databasePool
}

// quietLimit bounds the wait until nobody is connected any more to a database that is to be copied.
const quietLimit = 5 * time.Second

// Copies begins to make copies of a database as it stands. Nobody may be connected to it from then on, by Admin neither: a
// database that somebody is connected to can't be copied. It ends with Close, and before the server.
func (s *Server) Copies(ctx context.Context, of *Database) (*Copies, error) {
	if err := of.admin.close(ctx); err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	if s.instance.Shared() {
		if err := run(ctx, s.admin, "ALTER DATABASE "+quote(of.Name)+closedToAll); err != nil {
			return nil, fmt.Errorf("copy database: close it: %w", err)
		}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, quietLimit, errors.New("somebody is still connected to it"))
	defer cancel()
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := s.admin.exec(ctx, "SELECT 1 FROM pg_stat_activity WHERE datname = $1", of.Name)
		return len(rows) == 0, err
	})
	if err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	makers := make([]databaseMaker, readyDatabases)
	for i := range makers {
		over := newSession(s.adminConfig(""))
		makers[i] = databaseMaker{
			make:      func(ctx context.Context) (string, error) { return s.create(ctx, over, of.Name) },
			afterTake: func(context.Context) {},
			close:     over.close,
		}
	}
	return &Copies{server: s, of: of, pool: newDatabasePool(ctx, makers)}, nil
}

// Database gives the next copy.
func (c *Copies) Database(ctx context.Context) (*Database, error) {
	name, err := c.pool.take(ctx)
	if err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	return c.server.adopt(name)
}

// Close ends the making, and drops the database that was copied. Copies that were given are for their users to drop, and what
// was made ahead of need goes with the server.
func (c *Copies) Close(ctx context.Context) error {
	return errors.Join(c.pool.close(ctx), c.of.Drop(ctx))
}
