package mark

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/bench/internal/stats"
	"github.com/pgfault/pgfault/pgdiag"
)

// tracker is what a Tracker costs on SELECT 1 with pgx: one connection with it, one without, in turn.
var tracker = Benchmark{Name: "tracker", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	rig, err := lab.rig(ctx)
	if err != nil {
		return nil, err
	}
	dsn := rig.Database().DSN(lab.server.Addr())
	tracked, err := connect(ctx, dsn, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tracked.Close(ctx)) }()
	plain, err := connect(ctx, dsn, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, plain.Close(ctx)) }()
	plan := lab.plan(100)
	plan.Budget *= 2 // a percent is little
	s, err := plan.Run(ctx, selects(tracked), selects(plain))
	if err != nil {
		return nil, err
	}
	cost := (s.Ratio(0, 1) - 1) * 100
	row := ours("SELECT 1 with a Tracker", "µs", s.Median(0)).beside("without", s.Median(1), s.Ratio(0, 1))
	return []Row{row.promise("≤ 1 %", cost <= 1).note("%+.2f %%, %+.2f µs, %d pairs", cost, s.Difference(0, 1), len(s[0]))}, nil
}}

func connect(ctx context.Context, dsn string, tracked bool) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("read DSN") // the error may quote the password
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

// selects measures SELECT 1 in microseconds: few at a time, since what stands side by side must be close in time.
func selects(conn *pgx.Conn) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		times := make([]float64, 25)
		for i := range times {
			start := time.Now()
			var one int
			if err := conn.QueryRow(ctx, "SELECT 1").Scan(&one); err != nil {
				return 0, err
			}
			times[i] = since(start, time.Microsecond)
		}
		return stats.Median(times), nil
	}
}
