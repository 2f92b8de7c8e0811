package wrap

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Watch is how a run is followed. Its zero value follows nothing.
type Watch struct {
	// OnStart is called when a point begins, OnResult with each result as it comes; one call at a time.
	OnStart  func(id string)
	OnResult func(verdict.Result)
	// Stop, when closed, ends the run with what is running by then; nil never does.
	Stop <-chan struct{}
	// Out is the folder for what is kept of a point that did not pass; empty keeps nothing.
	Out string
}

// waiters is how many runs there are for each that may use a processor: most of those that meet silence only wait.
const waiters = 32

// ownServers is that where each has a server of its own.
const ownServers = 4

// Run runs the points. One that hung while the server or the judge stood still is run once more when all others have been: what
// its program would have done is not known else. When ctx ends the report is partial; and where the server is gone, which is
// the error then.
func (w *Wrap) Run(ctx context.Context, watch Watch) (engine.Report, error) {
	health, running := engine.WatchHealth(ctx, w.cfg.Server)
	defer health.Stop()
	limited := running
	if w.cfg.Budget.Time > 0 && !w.cfg.All && w.cfg.Point == "" {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(running, w.cfg.Budget.Time)
		defer cancel()
	}
	report := engine.Report{Target: target.Hello{Name: w.name}, Counts: map[verdict.Outcome]int{}}
	var mu sync.Mutex
	tell := func(r verdict.Result) {
		r = w.cfg.Expect.Declared(r)
		report.Results = append(report.Results, r)
		report.Counts[r.Outcome]++
		if watch.OnResult != nil {
			watch.OnResult(r)
		}
	}
	tokens := make(chan struct{}, w.cfg.Parallel)
	doubted := map[string]verdict.Result{} // by the points' ids
	run := func(p Point) {
		mu.Lock()
		_, again := doubted[p.ID()]
		if watch.OnStart != nil && !again {
			watch.OnStart(p.ID())
		}
		mu.Unlock()
		began := time.Now()
		r := w.runPoint(running, p, tokens, watch.Out)
		sure := r.Outcome
		if hung(r) {
			r = health.Doubt(r, began) // what a program left is the same, however slow all was
		}
		if running.Err() != nil || !health.Stands(running, r) {
			return // it was cut short
		}
		mu.Lock()
		defer mu.Unlock()
		if r.Outcome != sure && !again {
			doubted[p.ID()] = r
			return
		}
		if again && r.Outcome == verdict.Pass && watch.Out != "" {
			_ = os.RemoveAll(filepath.Join(watch.Out, p.folder())) // the evidence of what it is not
		}
		delete(doubted, p.ID())
		tell(r)
	}
	workers := w.workers(ctx)
	runAll(limited, watch.Stop, w.points, workers, run)
	// What stood still for a while is there again: the program is asked once more, and not held against what nobody saw.
	runAll(limited, watch.Stop, slices.DeleteFunc(slices.Clone(w.points), func(p Point) bool {
		_, again := doubted[p.ID()]
		return !again
	}), workers, run)
	if running.Err() == nil {
		for _, p := range w.points {
			if r, left := doubted[p.ID()]; left {
				tell(r)
			}
		}
	}
	report.Interrupted = ctx.Err() != nil
	return report, health.Loss()
}

// runAll runs points, some at the same time, until ctx ends or stop is closed, and waits for those that have begun.
func runAll(ctx context.Context, stop <-chan struct{}, all []Point, atOnce int, run func(Point)) {
	points := make(chan Point)
	var workers sync.WaitGroup
	for range min(atOnce, len(all)) {
		workers.Go(func() {
			defer crash.Guard()
			for p := range points {
				run(p)
			}
		})
	}
feed:
	for _, p := range all {
		select {
		case points <- p:
		case <-stop:
			break feed
		case <-ctx.Done():
			break feed
		}
	}
	close(points)
	workers.Wait()
}

// hung tells whether a run of a result did not end in its time. One that asks again and again is counted, and not timed.
func hung(r verdict.Result) bool {
	return r.Program != nil && r.Program.Class != string(RetriesBadly) && slices.ContainsFunc(r.Program.Runs, func(run verdict.ProgramRun) bool { return run.Hung })
}

// workers is how many points are run at the same time, those that only wait included: as many as the server has places for.
func (w *Wrap) workers(ctx context.Context) int {
	if w.cfg.ownServer() {
		return w.cfg.Parallel * ownServers
	}
	n := w.cfg.Parallel * waiters
	if free, _, err := w.cfg.Server.Places(ctx); err == nil {
		n = min(n, max(1, (free-placesKept)/(w.facts.Connections*2+placesEach)))
	}
	return n
}

// The places on the server that are not for programs: those of the run, and those of each trial beside the program's own.
const (
	placesKept = 6
	placesEach = 2
)
