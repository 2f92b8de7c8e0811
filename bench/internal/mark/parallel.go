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
		more, err := d.crowds(ctx, lab.plan(3), c.atOnce, c.least)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}}

// crowds compares the ways to a database for each of the tests, so many of them at a time.
//
// The processors are the bound, and the note says how busy they were: most of it is PostgreSQL's work on the files of a
// database and on a connection. Hence the second peer, which does that and nothing else.
func (d databases) crowds(ctx context.Context, plan stats.Plan, atOnce int, least float64) (_ []Row, err error) {
	bare, err := peer.OpenBare(ctx, d.templates, atOnce)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, bare.Close(ctx)) }()
	plan.WarmUp = 0
	var busy effort
	s, err := plan.Run(ctx, busy.of(crowd(atOnce, d.use)), crowd(atOnce, d.peerUse), crowd(atOnce, func(ctx context.Context, sql string) error {
		return bare.Use(ctx, func(ctx context.Context, dsn string) error { return once(ctx, dsn, sql) })
	}))
	if err != nil {
		return nil, err
	}
	const lossless = 0.95
	row := ours(fmt.Sprintf("%d tests with a database each, %d at a time", tests, atOnce), "tests/s", s.Median(0))
	return []Row{
		row.beside("pgtestdb's way", s.Median(1), s.Ratio(0, 1)).promise(fmt.Sprintf("≥ %g × peer", least), s.Ratio(0, 1) >= least).
			note("%.0f %% of the CPUs busy, %.1f ms of CPU for each", 100*stats.Median(busy.share), stats.Median(busy.each)),
		row.beside("the SQL alone", s.Median(2), s.Ratio(0, 2)).promise(fmt.Sprintf("≥ %g × peer", lossless), s.Ratio(0, 2) >= lossless).
			note("CREATE, connect, SELECT 1, DROP: what PostgreSQL needs for it"),
	}, nil
}

// effort is what the processors of this machine did, all processes together, while a contestant ran.
type effort struct {
	share []float64 // Of the time that there was.
	each  []float64 // Milliseconds for each test.
}

// of is the contestant, watched.
func (e *effort) of(c stats.Contestant) stats.Contestant {
	return func(ctx context.Context) (float64, error) {
		before, err := cpuSeconds(ctx)
		if err != nil {
			return 0, err
		}
		value, err := c(ctx)
		if err != nil {
			return 0, err
		}
		after, err := cpuSeconds(ctx)
		if err != nil {
			return 0, err
		}
		busy, idle := after.busy-before.busy, after.idle-before.idle
		e.share = append(e.share, busy/(busy+idle))
		e.each = append(e.each, 1000*busy/tests)
		return value, nil
	}
}

type cpuTime struct{ busy, idle float64 }

func cpuSeconds(ctx context.Context) (cpuTime, error) {
	all, err := cpu.TimesWithContext(ctx, false)
	if err != nil || len(all) == 0 {
		return cpuTime{}, errors.Join(errors.New("no times of the CPUs"), err)
	}
	t := all[0]
	return cpuTime{busy: t.User + t.Nice + t.System + t.Irq + t.Softirq, idle: t.Idle + t.Iowait + t.Steal}, nil
}

// tests is how many there are.
const tests = 200

// crowd measures how many tests are done in a second, so many at a time.
func crowd(atOnce int, use func(ctx context.Context, sql string) error) stats.Contestant {
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
