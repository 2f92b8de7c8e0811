package mark

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/shirou/gopsutil/v4/cpu"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/bench/internal/stats"
)

// parallel is 200 tests, each with a database of its own that it connects to, asks one question, and drops.
var parallel = Benchmark{Name: "parallel", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	templates, err := lab.templates(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, templates.Close(ctx)) }()
	d := databases{server: lab.server, templates: templates}
	var rows []Row
	for _, c := range []struct {
		atOnce int
		least  float64 // Of the peer's.
	}{
		{atOnce: runtime.GOMAXPROCS(0), least: 2.5},          // As go test does, unless told otherwise.
		{atOnce: min(4*runtime.GOMAXPROCS(0), 64), least: 2}, // More than the processors can do; the server takes 200 connections.
	} {
		more, err := d.parallelTests(ctx, lab.plan(3), c.atOnce, c.least)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}}

// parallelTests compares the ways to a database for each of the tests, so many of them at a time.
//
// The processors are the bound, and the note says how busy they were: most of it is PostgreSQL's work on the files of a
// database and on a connection. Hence the second peer, which does that and nothing else.
func (d databases) parallelTests(ctx context.Context, plan stats.Plan, atOnce int, least float64) (_ []Row, err error) {
	bare, err := peer.OpenBare(ctx, d.templates, atOnce)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, bare.Close(ctx)) }()
	plan.WarmUp = 0
	var busy []float64
	s, err := plan.Run(ctx, withCPUShare(manyAtOnce(atOnce, d.use), &busy), manyAtOnce(atOnce, d.peerUse), manyAtOnce(atOnce, func(ctx context.Context, sql string) error {
		return bare.Use(ctx, func(ctx context.Context, dsn string) error { return once(ctx, dsn, sql) })
	}))
	if err != nil {
		return nil, err
	}
	const lossless = 0.95
	percent := stats.Median(busy)
	each := percent / 100 * float64(runtime.NumCPU()) * 1000 / s.Median(0)
	row := ours(fmt.Sprintf("%d tests with a database each, %d at a time", tests, atOnce), "tests/s", s.Median(0))
	return []Row{
		row.beside("pgtestdb's way", s.Median(1), s.Ratio(0, 1)).promise(fmt.Sprintf("≥ %g × peer", least), s.Ratio(0, 1) >= least).
			note("%.0f %% of the CPUs busy: %.1f ms of CPU for each", percent, each),
		row.beside("the SQL alone", s.Median(2), s.Ratio(0, 2)).promise(fmt.Sprintf("≥ %g × peer", lossless), s.Ratio(0, 2) >= lossless).
			note("CREATE, connect, SELECT 1, DROP: what PostgreSQL needs for it"),
	}, nil
}

// withCPUShare is a contestant beside which the share of its time is measured, in percent, that the processors of this machine
// were busy, with all processes together.
func withCPUShare(c stats.Contestant, busy *[]float64) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		if _, err := cpuPercent(ctx); err != nil {
			return 0, err
		}
		value, err := c(ctx)
		if err != nil {
			return 0, err
		}
		percent, err := cpuPercent(ctx)
		*busy = append(*busy, percent)
		return value, err
	}
}

// cpuPercent is of the time since it was asked last.
func cpuPercent(ctx context.Context) (float64, error) {
	all, err := cpu.PercentWithContext(ctx, 0, false)
	if err != nil {
		return 0, fmt.Errorf("ask what the processors did: %w", err)
	}
	return all[0], nil
}

// tests is how many there are.
const tests = 200

// manyAtOnce measures how many tests are done in a second, so many at a time.
func manyAtOnce(atOnce int, use func(ctx context.Context, sql string) error) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		start := time.Now()
		left := make(chan struct{}, tests)
		for range tests {
			left <- struct{}{}
		}
		close(left)
		var workers sync.WaitGroup
		errs := make([]error, atOnce)
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
