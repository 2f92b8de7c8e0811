package mark

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/harness/postgres"
)

// thinking is what a test spends between one database and the next. The pool has it to fill itself.
const thinking = 25 * time.Millisecond

func think(ctx context.Context) error {
	timer := time.NewTimer(thinking)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("think: %w", context.Cause(ctx))
	}
}

// databases are the two ways to a database for a test, on one server.
type databases struct {
	server    *postgres.Server
	templates *peer.Templates
}

// warm takes a database that had time to be made.
func (d databases) warm(ctx context.Context) (float64, error) {
	if err := think(ctx); err != nil {
		return 0, err
	}
	start := time.Now()
	db, err := d.server.Database(ctx)
	if err != nil {
		return 0, err
	}
	return since(start, time.Millisecond), db.Drop(ctx)
}

// fresh takes all that are ready, and then measures those that must be made while it waits.
func (d databases) fresh(ctx context.Context) (float64, error) {
	const ready, waited = 2, 4
	var taken []*postgres.Database
	var start time.Time
	for i := range ready + waited {
		if i == ready {
			start = time.Now()
		}
		db, err := d.server.Database(ctx)
		if err != nil {
			return 0, err
		}
		taken = append(taken, db)
	}
	took := since(start, time.Millisecond) / waited
	for _, db := range taken {
		if err := db.Drop(ctx); err != nil {
			return 0, err
		}
	}
	return took, nil
}

// cycle is all that a test does with a database.
func (d databases) cycle(ctx context.Context) (float64, error) {
	if err := think(ctx); err != nil {
		return 0, err
	}
	start := time.Now()
	err := d.use(ctx, "SELECT 1")
	return since(start, time.Millisecond), err
}

// use runs SQL on a database of ours.
func (d databases) use(ctx context.Context, sql string) error {
	db, err := d.server.Database(ctx)
	if err != nil {
		return err
	}
	return errors.Join(once(ctx, db.DSN(d.server.Addr()), sql), db.Drop(ctx))
}

// peer makes a database the peer's way.
func (d databases) peer(ctx context.Context) (float64, error) {
	if err := think(ctx); err != nil {
		return 0, err
	}
	start := time.Now()
	db, err := d.templates.Database(ctx)
	if err != nil {
		return 0, err
	}
	return since(start, time.Millisecond), db.Drop(ctx)
}

func (d databases) peerCycle(ctx context.Context) (float64, error) {
	if err := think(ctx); err != nil {
		return 0, err
	}
	start := time.Now()
	err := d.peerUse(ctx, "SELECT 1")
	return since(start, time.Millisecond), err
}

// peerUse runs SQL on a database of the peer's.
func (d databases) peerUse(ctx context.Context, sql string) error {
	db, err := d.templates.Database(ctx)
	if err != nil {
		return err
	}
	return errors.Join(once(ctx, db.DSN, sql), db.Drop(ctx))
}

// once connects, runs SQL and closes.
func once(ctx context.Context, dsn, sql string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}
