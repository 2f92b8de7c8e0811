package engine

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// worker runs one scenario after the other on its own instance of the target, and replaces one that broke.
type worker struct {
	schedule *schedule
	inst     target.Instance
}

func (w *worker) run(ctx context.Context) {
	defer func() { w.endInstance(ctx) }()
	for j := range w.schedule.take() {
		r, decided := w.result(ctx, j)
		r.Repeat = j.repeat
		w.schedule.finish(j, r, decided && ctx.Err() == nil)
	}
}

// result gives the job's result, whatever happens to it. It is decided but where the server, or who runs it, is gone: then
// nothing is known of the target, and the run ends.
func (w *worker) result(ctx context.Context, j job) (_ verdict.Result, decided bool) {
	cfg := &w.schedule.cfg
	sc := cfg.Scenarios[j.index].For(cfg.Server.Major())
	outcome, reason := w.applicable(ctx, sc)
	if outcome != verdict.Pass {
		return cfg.Expect.Declared(verdict.Skip(sc.ID, cfg.Target.Name(), outcome, reason)), true
	}
	run := &run{
		cfg: cfg, inst: w.inst, rnd: random(cfg.Seed, j, sc.ID),
		c: verdict.Case{Scenario: sc, Target: w.inst.Hello(), Conns: -1},
	}
	began := time.Now()
	w.runRecovering(ctx, run)
	if run.broken {
		w.endInstance(ctx)
	}
	r := doubtSlow(run.doubtFull(w.schedule.health.Doubt(verdict.Judge(run.c), began)))
	if !w.schedule.health.Stands(ctx, r) {
		return r, false
	}
	r = cfg.Expect.Declared(r)
	if ctx.Err() == nil {
		keep(cfg, j.repeat, &r, run)
	}
	return r, true
}

// runRecovering runs the scenario. A panic of ours is an error of ours.
func (w *worker) runRecovering(ctx context.Context, run *run) {
	defer func() {
		if v := recover(); v != nil {
			run.broken = true
			run.trouble(0, fmt.Errorf("the harness panicked: %v", v))
			run.log += string(debug.Stack())
		}
	}()
	run.runScenario(ctx)
}

// applicable gives Pass where the scenario can be run on the target, and else what becomes of it, with the reason.
func (w *worker) applicable(ctx context.Context, sc scenario.Scenario) (verdict.Outcome, string) {
	if err := sc.Validate(); err != nil {
		return verdict.HarnessError, strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	if major := w.schedule.cfg.Server.Major(); major < sc.Given.MinVersion {
		return verdict.Skipped, fmt.Sprintf("it can't happen before PostgreSQL %d, and this is %d", sc.Given.MinVersion, major)
	}
	if need, free := places(sc), w.schedule.cfg.places; need > free {
		return verdict.Skipped, fmt.Sprintf("it takes %d places of the server at a time, and %d were left when the run began", need, free)
	}
	if lack := lacks(w.schedule.cfg.Server.Login(), sc); lack != "" {
		return verdict.Skipped, lack
	}
	if w.inst == nil {
		inst, err := StartTarget(ctx, w.schedule.cfg.Target)
		if err != nil {
			return verdict.HarnessError, err.Error()
		}
		w.inst = inst
	}
	hello := w.inst.Hello()
	missing := slices.DeleteFunc(sc.Capabilities(), hello.Supports)
	if len(missing) > 0 {
		return verdict.Unsupported, fmt.Sprintf("the target did not declare %q", missing)
	}
	if why := sc.Excluded(hello.Has()); why != "" {
		return verdict.Unsupported, why
	}
	return verdict.Pass, ""
}

// endInstance ends the instance; the next scenario gets a new one.
func (w *worker) endInstance(ctx context.Context) {
	if w.inst == nil {
		return
	}
	EndTarget(ctx, w.inst)
	w.inst = nil
}

// EndTarget ends an instance, bounded. What would not end is abandoned, and its result says why.
func EndTarget(ctx context.Context, inst target.Instance) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), endLimit, fmt.Errorf("the limit for the target's end is %s", endLimit))
	defer cancel()
	_ = inst.Close(ctx)
}

// random is the source of everything random in a job: the same for the same seed, whatever runs beside it.
func random(seed int64, j job, id string) *rand.Rand {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s/%d", id, j.repeat) // never fails
	return rand.New(rand.NewPCG(uint64(seed), h.Sum64()))
}
