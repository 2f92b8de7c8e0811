package sweep

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/verdict"
)

// sweep runs the points of one workload on as many testbeds as there are workers. The points are handed out in their order.
func (s *Sweep) sweep(ctx context.Context, t *recordedRun, out *outcome) error {
	var mine []int
	for i, p := range s.points {
		if p.Workload == t.workload.Name() {
			mine = append(mine, i)
		}
	}
	points := make(chan int)
	ended := make(chan struct{})
	var workers sync.WaitGroup
	errs := make([]error, min(s.cfg.Parallel, len(mine)))
	for i := range errs {
		workers.Go(func() {
			defer crash.Guard()
			errs[i] = s.work(ctx, t, points, out)
		})
	}
	go func() {
		defer crash.Guard()
		workers.Wait()
		close(ended) // also where all of them failed
	}()
feed:
	for _, i := range mine {
		if out.watch.stopped() {
			break
		}
		select {
		case points <- i:
		case <-ended:
			break feed
		case <-out.watch.Stop:
			break feed
		case <-ctx.Done():
			break feed
		}
	}
	close(points)
	<-ended
	return errors.Join(errs...)
}

// work runs one point after the other on a testbed of its own.
func (s *Sweep) work(ctx context.Context, t *recordedRun, points <-chan int, out *outcome) (err error) {
	st := &testbed{cfg: &s.cfg, workload: t.workload, recorded: t, out: out.watch.Out, health: out.health}
	defer func() {
		err = errors.Join(err, st.close(ctx))
		if err != nil && !out.health.Look(ctx) {
			err = nil // it is that of the loss, which is told once
		}
	}()
	if err := st.open(ctx); err != nil {
		return err
	}
	for i := range points {
		p := s.points[i]
		out.start(p.ID())
		r, decided := st.runPoint(ctx, p)
		if ctx.Err() != nil || !decided {
			return nil // it was cut short
		}
		out.add(i, r)
	}
	return nil
}

// outcome gathers results.
type outcome struct {
	sweep  *Sweep
	watch  Watch
	health *engine.Health
	mu     sync.Mutex
	done   []pointResult
}

// pointResult is a result, and its place among the points; -1 for a run without a fault.
type pointResult struct {
	at     int
	result verdict.Result
}

func (o *outcome) start(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.watch.OnStart != nil {
		o.watch.OnStart(id)
	}
}

func (o *outcome) add(at int, r verdict.Result) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done = append(o.done, pointResult{at, r})
	if o.watch.OnResult != nil {
		o.watch.OnResult(r)
	}
}

func (o *outcome) report(ctx context.Context) engine.Report {
	o.mu.Lock()
	defer o.mu.Unlock()
	slices.SortStableFunc(o.done, func(a, b pointResult) int { return cmp.Compare(a.at, b.at) })
	r := engine.Report{
		Target: o.sweep.hello, Counts: map[verdict.Outcome]int{},
		Interrupted: ctx.Err() != nil && len(o.done) < o.sweep.Total(),
	}
	for _, d := range o.done {
		r.Results = append(r.Results, d.result)
		r.Counts[d.result.Outcome]++
	}
	return r
}
