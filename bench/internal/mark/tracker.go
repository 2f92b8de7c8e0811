package mark

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/bench/internal/stats"
	"github.com/pgfault/pgfault/pgdiag"
)

// tracker is what a Tracker costs on SELECT 1 with pgx: one connection with it, one without, in turn.
var tracker = Benchmark{Name: "tracker", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	rig, err := lab.rig(ctx)
	if err != nil {
		return nil, err
	}
	plan := lab.plan(100)
	plan.Budget *= 2 // a percent is little
	loopback, err := pair(ctx, plan, rig.Database().DSN(lab.server.Addr()), 25, nil)
	if err != nil {
		return nil, err
	}
	cost := (loopback.Ratio(0, 1) - 1) * 100
	plan.Budget /= 4
	alone, err := pair(ctx, plan, "host=127.0.0.1 user=bench sslmode=disable", 2000, dialScripted)
	if err != nil {
		return nil, err
	}
	return []Row{
		ours("SELECT 1 over loopback, with a Tracker", "µs", loopback.Median(0)).
			beside("without", loopback.Median(1), loopback.Ratio(0, 1)).promise("≤ 1 %", cost <= 1).
			note("%+.2f %%, %+.0f ns, %d pairs", cost, loopback.Difference(0, 1)*1000, len(loopback[0])),
		ours("SELECT 1 without a network, with a Tracker", "µs", alone.Median(0)).
			beside("without", alone.Median(1), alone.Ratio(0, 1)).
			note("%+.0f ns; a percent of loopback's is %.0f ns", alone.Difference(0, 1)*1000, loopback.Median(1)*10),
	}, nil
}}

// pair compares a connection with a Tracker to one without. It samples few calls at a time, since what stands side by
// side must be close in time.
func pair(ctx context.Context, plan stats.Plan, dsn string, calls int, dial pgconn.DialFunc) (_ stats.Samples, err error) {
	var contestants []stats.Contestant
	for _, tracked := range []bool{true, false} {
		var conn *pgx.Conn
		if conn, err = connect(ctx, dsn, tracked, dial); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, conn.Close(ctx)) }()
		contestants = append(contestants, selects(conn, calls))
	}
	return plan.Run(ctx, contestants...)
}

func connect(ctx context.Context, dsn string, tracked bool, dial pgconn.DialFunc) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("read DSN") // the error may quote the password
	}
	if dial != nil {
		cfg.DialFunc = dial
	}
	if tracked {
		if _, err := pgdiag.Attach(cfg); err != nil {
			return nil, err
		}
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	return conn, nil
}

// selects measures SELECT 1 in microseconds.
func selects(conn *pgx.Conn, calls int) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		start := time.Now()
		for range calls {
			var one int
			if err := conn.QueryRow(ctx, "SELECT 1").Scan(&one); err != nil {
				return 0, fmt.Errorf("ask: %w", err)
			}
		}
		return since(start, time.Microsecond) / float64(calls), nil
	}
}
