package mark

import (
	"context"
	"errors"
	"time"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// arm is how long it takes to inject a fault that waits, and to heal it, while a client is connected.
var arm = Benchmark{Name: "arm", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	rig, err := lab.rig(ctx)
	if err != nil {
		return nil, err
	}
	toxic, err := peer.OpenToxiproxy(lab.server.Addr())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, toxic.Close()) }()
	for _, addr := range []string{rig.Stage().Addr(), toxic.Addr()} {
		conn, err := dialRaw(ctx, rig.Database().DSN(addr))
		if err != nil {
			return nil, err
		}
		defer conn.close()
	}
	plan := lab.plan(10)
	plan.Budget /= 4
	const times = 100
	s, err := plan.Run(ctx, func(ctx context.Context) (float64, error) {
		start := time.Now()
		for range times {
			injection, err := rig.Inject(ctx, fault.Reset{At: wire.Position{SQL: "COMMIT"}})
			if err != nil {
				return 0, err
			}
			if err := injection.Heal(ctx); err != nil {
				return 0, err
			}
		}
		return since(start, time.Microsecond) / times, nil
	}, func(ctx context.Context) (float64, error) {
		start := time.Now()
		for range times {
			if err := toxic.Add(`{"name":"bench","type":"latency","attributes":{"latency":1}}`); err != nil {
				return 0, err
			}
			if err := toxic.Remove(ctx, "bench"); err != nil {
				return 0, err
			}
		}
		return since(start, time.Microsecond) / times, nil
	})
	if err != nil {
		return nil, err
	}
	return []Row{
		ours("arm and disarm a fault", "µs", s.Median(0)).beside("toxiproxy", s.Median(1), s.Ratio(0, 1)).atMost(20),
	}, nil
}}
