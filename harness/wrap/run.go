package wrap

import (
	"context"
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

// Run runs the points. When ctx ends the report is partial; and where the server is gone, which is the error then.
func (w *Wrap) Run(ctx context.Context, watch Watch) (engine.Report, error) {
	health, running := engine.WatchHealth(ctx, w.cfg.Server)
	defer health.Stop()
	report := engine.Report{Target: target.Hello{Name: w.name}, Counts: map[verdict.Outcome]int{}}
	var mu sync.Mutex
	var over <-chan time.Time
	if w.cfg.Budget.Time > 0 && !w.cfg.All && w.cfg.Point == "" {
		timer := time.NewTimer(w.cfg.Budget.Time)
		defer timer.Stop()
		over = timer.C
	}
	points, tokens := make(chan Point), make(chan struct{}, w.cfg.Parallel)
	var workers sync.WaitGroup
	for range min(w.workers(ctx), max(1, len(w.points))) {
		workers.Go(func() {
			defer crash.Guard()
			for p := range points {
				if watch.OnStart != nil {
					mu.Lock()
					watch.OnStart(p.ID())
					mu.Unlock()
				}
				began := time.Now()
				r := w.runPoint(running, p, tokens, watch.Out)
				if hung(r) {
					r = health.Doubt(r, began) // what a program left is the same, however slow all was
				}
				if running.Err() != nil || !health.Stands(running, r) {
					continue // it was cut short
				}
				r = w.cfg.Expect.Declared(r)
				mu.Lock()
				report.Results = append(report.Results, r)
				report.Counts[r.Outcome]++
				if watch.OnResult != nil {
					watch.OnResult(r)
				}
				mu.Unlock()
			}
		})
	}
feed:
	for _, p := range w.points {
		select {
		case points <- p:
		case <-over:
			break feed
		case <-watch.Stop:
			break feed
		case <-running.Done():
			break feed
		}
	}
	close(points)
	workers.Wait()
	report.Interrupted = ctx.Err() != nil
	return report, health.Loss()
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
