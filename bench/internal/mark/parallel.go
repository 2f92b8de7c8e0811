package mark

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/bench/internal/stats"
)

// parallel is 200 tests, each with a database of its own that it connects to, asks one question, and drops; as many at a
// time as go test runs.
var parallel = Benchmark{Name: "parallel", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	templates, err := lab.templates(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, templates.Close(ctx)) }()
	bare, err := peer.OpenBare(ctx, templates, runtime.GOMAXPROCS(0))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, bare.Close(ctx)) }()
	d := databases{server: lab.server, templates: templates}
	plan := lab.plan(3)
	plan.WarmUp = 0
	s, err := plan.Run(ctx, crowd(d.use), crowd(d.peerUse), crowd(func(ctx context.Context, sql string) error {
		return bare.Use(ctx, func(ctx context.Context, dsn string) error { return once(ctx, dsn, sql) })
	}))
	if err != nil {
		return nil, err
	}
	const least, lossless = 2, 0.9
	row := ours(fmt.Sprintf("%d tests with a database each, %d at a time", tests, runtime.GOMAXPROCS(0)), "tests/s", s.Median(0))
	return []Row{
		row.beside("pgtestdb's way", s.Median(1), s.Ratio(0, 1)).promise(fmt.Sprintf("≥ %d × peer", least), s.Ratio(0, 1) >= least),
		row.beside("the SQL alone", s.Median(2), s.Ratio(0, 2)).promise(fmt.Sprintf("≥ %.1f × peer", lossless), s.Ratio(0, 2) >= lossless).
			note("CREATE, connect, SELECT 1, DROP: what PostgreSQL needs for it"),
	}, nil
}}

// tests is how many there are.
const tests = 200

// crowd measures how many tests are done in a second.
func crowd(use func(ctx context.Context, sql string) error) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		start := time.Now()
		left := make(chan struct{}, tests)
		for range tests {
			left <- struct{}{}
		}
		close(left)
		var workers sync.WaitGroup
		errs := make([]error, runtime.GOMAXPROCS(0))
		for i := range errs {
			workers.Go(func() {
				for range left {
					if errs[i] = use(ctx, "SELECT 1"); errs[i] != nil {
						return
					}
				}
			})
		}
		workers.Wait()
		return tests / time.Since(start).Seconds(), errors.Join(errs...)
	}
}
