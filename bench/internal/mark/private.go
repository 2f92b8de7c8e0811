package mark

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/bench/internal/stats"
	"github.com/pgfault/pgfault/harness/postgres"
)

// containerMS is how many milliseconds testcontainers took where the promises were set.
const containerMS = 1400

// private is a server of a test's own: start, use, stop, remove. Version and image are the same for all.
var private = Benchmark{Name: "private", Run: func(ctx context.Context, lab *Lab) ([]Row, error) {
	srv, err := lab.Server(ctx)
	if err != nil {
		return nil, err
	}
	version := fmt.Sprint(srv.Major())
	native, err := lab.plan(10).Run(ctx, own(postgres.Config{Provider: postgres.Native, Version: version, Private: true}))
	if err != nil {
		return nil, err
	}
	row := ours("a private server, native: start, use, stop, remove", "ms", native.Median(0))

	plan := lab.plan(2)
	containers, err := plan.Run(ctx, own(postgres.Config{Provider: postgres.Container, Version: version, Private: true}), plainContainer("pgfault/postgres:"+version))
	if errors.Is(err, postgres.ErrUnavailable) {
		return []Row{row.note("no peer to be beside: %v", err)}, nil
	}
	if err != nil {
		return nil, err
	}
	const way = "testcontainers"
	return []Row{
		row.beside(way, containers.Median(1), native.Median(0)/containers.Median(1)).atMostBeside(60, containerMS),
		ours("a private server, container: the same", "ms", containers.Median(0)).
			beside(way, containers.Median(1), containers.Ratio(0, 1)).atMostBeside(600, containerMS),
	}, nil
}}

func own(cfg postgres.Config) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		start := time.Now()
		srv, err := postgres.Start(ctx, cfg)
		if err != nil {
			return 0, err
		}
		db, err := srv.Database(ctx)
		if err == nil {
			err = once(ctx, db.DSN(srv.Addr()), "SELECT 1")
		}
		err = errors.Join(err, srv.Close(ctx))
		return since(start, time.Millisecond), err
	}
}

func plainContainer(image string) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		start := time.Now()
		err := peer.WithContainer(ctx, image, func(ctx context.Context, conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, "SELECT 1")
			return err
		})
		return since(start, time.Millisecond), err
	}
}
