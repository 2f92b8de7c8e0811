// Command job moves money, once, whatever happens to its connection: pgfault wrap finds it good at every point. What it has done
// is known by its own row, which is written in the same transaction, so that it may be run again; and it ends in its time.
package main

import (
	"context"
	"log"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	connect := func(ctx context.Context) (*pgx.Conn, error) {
		cfg, err := pgx.ParseConfig(os.Getenv("DATABASE_URL"))
		if err == nil {
			_, err = pgdiag.Attach(cfg)
		}
		if err != nil {
			return nil, err
		}
		return pgx.ConnectConfig(ctx, cfg)
	}
	pause := func(ctx context.Context, _ int, _ *pgdiag.Diagnosis) error {
		select {
		case <-time.After(20 * time.Millisecond):
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	_, err := pgdiag.Tx{Connect: connect, MaxRuns: 3, Wait: pause, ResolveWithin: time.Second}.Run(ctx, move)
	return err
}

func move(ctx context.Context, tx pgx.Tx) error {
	done, err := tx.Exec(ctx, "INSERT INTO job (name) VALUES ('november') ON CONFLICT DO NOTHING")
	if err != nil || done.RowsAffected() == 0 {
		return err
	}
	if _, err = tx.Exec(ctx, "UPDATE account SET balance = balance - 100 WHERE name = 'alice'"); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE account SET balance = balance + 100 WHERE name = 'bob'")
	return err
}
