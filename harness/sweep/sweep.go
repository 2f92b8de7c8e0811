package sweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// DefaultDeadline is the deadline of an operation that meets a fault of which nobody hears but by a deadline.
const DefaultDeadline = 100 * time.Millisecond

// Config is what to sweep, and how. Workloads, Target and Server must be set.
type Config struct {
	Workloads []Workload
	Target    target.Target
	Server    *postgres.Server
	// Faults are the names of the faults; none means DefaultFaults.
	Faults []string
	// Every is how fine the sweep is; empty means EveryMessage.
	Every Every
	// Point is the ID of the only point to be swept; empty means all.
	Point string
	// Parallel is how many points are run at a time, each on an instance of the target and a database of its own; 0 means
	// GOMAXPROCS, or as many as there is room for. More than that are an engine.RoomError.
	Parallel int
	// Seed decides everything random: the questions that are asked when a fault has passed.
	Seed int64
	// Deadline is that of the operations which meet a fault that only a deadline ends; 0 means DefaultDeadline.
	Deadline time.Duration
}

// Watch is how a run is followed. Its zero value follows nothing.
type Watch struct {
	// OnStart is called when a point begins, OnResult with each result as it comes; one call at a time.
	OnStart  func(id string)
	OnResult func(verdict.Result)
	// Stop, when closed, ends the sweep with what is running by then; nil never does.
	Stop <-chan struct{}
	// Out is the folder for what is kept of a point that failed; empty keeps nothing.
	Out string
}

func (w Watch) stopped() bool {
	select {
	case <-w.Stop:
		return true
	default:
		return false
	}
}

// ErrNoPoint says that the conversation has no such point.
var ErrNoPoint = errors.New("there is no such point")

// Sweep is workloads that were recorded, and their points.
type Sweep struct {
	cfg          Config
	hello        target.Hello
	recordedRuns []*recordedRun
	clean        []verdict.Result
	points       []Point
}

// Record runs each workload without a fault, twice, and finds its points. A workload that the target does not support, or
// does not do even so, has none. An error is one of the harness.
func Record(ctx context.Context, cfg Config) (*Sweep, error) {
	cfg.Every = cmp.Or(cfg.Every, EveryMessage)
	cfg.Deadline = cmp.Or(cfg.Deadline, DefaultDeadline)
	kinds, err := findKinds(cfg.Faults)
	switch {
	case err != nil:
		return nil, err
	case cfg.Target == nil || cfg.Server == nil:
		return nil, errors.New("sweep: no target or no server")
	case cfg.Every != EveryMessage && cfg.Every != EveryByte:
		return nil, fmt.Errorf("sweep: every is %s or %s, not %q", EveryMessage, EveryByte, cfg.Every)
	}
	if cfg.Parallel, err = cfg.parallel(ctx); err != nil {
		return nil, err
	}
	s := &Sweep{cfg: cfg}
	for _, w := range cfg.Workloads {
		if err := w.check(); err != nil {
			return nil, err
		}
		t, result, err := s.record(ctx, w)
		if err != nil {
			return nil, fmt.Errorf("record workload %s: %w", w.Name(), err)
		}
		s.clean = append(s.clean, result)
		s.recordedRuns = append(s.recordedRuns, t)
		if t != nil {
			s.points = append(s.points, t.points(kinds, &s.cfg)...)
		}
	}
	if cfg.Point != "" {
		s.points = slices.DeleteFunc(s.points, func(p Point) bool { return p.ID() != cfg.Point })
		if len(s.points) == 0 && !slices.ContainsFunc(s.clean, func(r verdict.Result) bool { return r.Outcome != verdict.Pass }) {
			return nil, fmt.Errorf("%w: %s", ErrNoPoint, cfg.Point)
		}
	}
	return s, nil
}

// parallel is how many points are run at a time: as many as were asked for, or as are best, where there is room for them.
func (cfg *Config) parallel(ctx context.Context) (int, error) {
	room, err := FindRoom(ctx, cfg.Server, cfg.Workloads)
	if err != nil {
		return 0, err
	}
	wanted := cfg.Parallel
	if wanted <= 0 {
		wanted = min(runtime.GOMAXPROCS(0), max(1, room.Fits))
	}
	return room.For(wanted)
}

// FindRoom looks how many points of the workloads can be run at the same time.
func FindRoom(ctx context.Context, srv *postgres.Server, workloads []Workload) (engine.Room, error) {
	scenarios := make([]scenario.Scenario, len(workloads))
	for i, w := range workloads {
		scenarios[i] = w.Scenario
	}
	return engine.FindRoom(ctx, srv, scenarios, engine.Endless)
}

// Points are the points of the sweep, in their order.
func (s *Sweep) Points() []Point { return slices.Clone(s.points) }

// Total is how many results a run gives: one for each workload without a fault, and one for each point.
func (s *Sweep) Total() int { return len(s.clean) + len(s.points) }

// record runs a workload without a fault. What the target made of it is the result; the recordedRun is nil where that
// went wrong, or where there is nothing to sweep.
func (s *Sweep) record(ctx context.Context, w Workload) (t *recordedRun, r verdict.Result, err error) {
	w.Scenario = w.For(s.cfg.Server.Major())
	health, ctx := engine.WatchHealth(ctx, s.cfg.Server)
	defer health.Stop()
	st := &testbed{cfg: &s.cfg, workload: w, health: health}
	defer func() {
		err = errors.Join(err, st.close(ctx))
		if err != nil && !health.Look(ctx) {
			err = health.Loss() // and of nothing else
		}
	}()
	if err := st.open(ctx); err != nil {
		return nil, r, err
	}
	s.hello = st.hello
	id := strings.Join([]string{family, w.Name(), "no-fault"}, "/")
	if missing := slices.DeleteFunc(w.Capabilities(), s.hello.Supports); len(missing) > 0 {
		reason := fmt.Sprintf("the target did not declare %q", missing)
		return nil, verdict.Skip(id, s.hello.Name, verdict.Unsupported, reason), nil
	}
	if major := s.cfg.Server.Major(); major < w.Given.MinVersion {
		reason := fmt.Sprintf("it can't be done before PostgreSQL %d, and this is %d", w.Given.MinVersion, major)
		return nil, verdict.Skip(id, s.hello.Name, verdict.Skipped, reason), nil
	}
	var first *recordedRun
	for range 2 {
		t, r, err = st.record(ctx, id)
		switch {
		case errors.Is(err, errOpaque):
			return nil, unswept(id, s.hello.Name, err.Error()), nil
		case err != nil || r.Outcome != verdict.Pass && r.Outcome != verdict.Weak:
			return nil, r, err
		}
		if first == nil {
			first = t
		}
	}
	if differs := first.differenceFrom(t); differs != "" {
		return nil, unswept(id, s.hello.Name, "it is not the same each time: "+differs), nil
	}
	return t, r, nil
}

// unswept is the result of a workload that has no points which can be found again. The others are swept all the same.
func unswept(id, targetName, why string) verdict.Result {
	return verdict.Skip(id, targetName, verdict.Skipped, "the workload can't be swept: "+why)
}

// Run sweeps all points. When ctx ends the report is partial; and where the server is gone, or who runs it, which is the error
// then.
func (s *Sweep) Run(ctx context.Context, w Watch) (engine.Report, error) {
	health, running := engine.WatchHealth(ctx, s.cfg.Server)
	defer health.Stop()
	out := &outcome{sweep: s, watch: w, health: health}
	for _, r := range s.clean {
		out.add(-1, r)
	}
	var errs []error
	for _, t := range s.recordedRuns {
		if t != nil && running.Err() == nil && !w.stopped() {
			errs = append(errs, s.sweep(running, t, out))
		}
	}
	return out.report(ctx), errors.Join(append(errs, health.Loss())...)
}
