// Package engine runs scenarios against targets. It returns what it found, and asserts nothing.
package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// DefaultTimeout is the limit of a whole scenario, once its rig is open.
const DefaultTimeout = 20 * time.Second

// Config is what to run, and how. Scenarios, Target and Server must be set.
type Config struct {
	Scenarios []scenario.Scenario
	Target    target.Target
	// Server is shared by the scenarios; each has its own database and endpoint.
	Server *postgres.Server
	// Parallel is how many scenarios run at a time, each on an instance of the target of its own; 0 means Parallel(), or as
	// many as there is room for. More than that are a RoomError.
	Parallel int
	// Repeat is how often each scenario is run; 0 means once.
	Repeat int
	// UntilFail repeats until a result is red: Repeat times at most where that is more than 1, else without end.
	UntilFail bool
	// Seed decides the order of the scenarios and everything random in them.
	Seed int64
	// Timeout is the limit of a whole scenario, once its rig is open; 0 means DefaultTimeout.
	Timeout time.Duration
	// Expect are the declared deviations, of which those count that hold for the target's version; nil means the target's
	// own, where it is a target.Declarer.
	Expect verdict.Deviations
	// OnStart is called when a scenario begins, OnResult with each result as it comes; one call at a time.
	OnStart  func(id string)
	OnResult func(verdict.Result)
	// Stop, when closed, ends the run with what is running by then: nothing more is begun, and the report is not an interrupted
	// one. nil never does.
	Stop <-chan struct{}
	// Out is the folder for what is kept of a scenario that did not pass; empty keeps nothing.
	Out string
	// KeepAll keeps it of a scenario that passed too.
	KeepAll bool

	places int // the server had left when the run began
}

// Run runs the scenarios. An error is one of the harness: the target could not be started, nothing can be run, or the server
// is gone, or who runs it, and the report holds what was decided until then. When ctx ends the report is partial.
func Run(ctx context.Context, cfg Config) (Report, error) {
	postgres.IgnoreEnvironment() // it may have been set since the server was started
	if err := cfg.prepare(ctx); err != nil {
		return Report{}, err
	}
	first, err := StartTarget(ctx, cfg.Target)
	if err != nil {
		return Report{Interrupted: ctx.Err() != nil}, err
	}
	if cfg.Expect, err = cfg.Expect.For(first.Hello().Version); err != nil {
		return Report{}, errors.Join(err, first.Close(ctx))
	}
	s := newSchedule(cfg, first)
	s.run(ctx)
	return s.report(ctx), s.health.Loss()
}

// RunOne runs a single scenario on an instance of its own.
func RunOne(ctx context.Context, srv *postgres.Server, tgt target.Target, sc scenario.Scenario) (verdict.Result, error) {
	report, err := Run(ctx, Config{Scenarios: []scenario.Scenario{sc}, Target: tgt, Server: srv, Parallel: 1})
	switch {
	case err != nil:
		return verdict.Result{}, err
	case len(report.Results) == 0:
		return verdict.Result{}, fmt.Errorf("run scenario %s: %w", sc.ID, context.Cause(ctx))
	}
	return report.Results[0], nil
}

func (cfg *Config) prepare(ctx context.Context) error {
	switch {
	case cfg.Target == nil:
		return errors.New("run scenarios: no target")
	case cfg.Server == nil:
		return errors.New("run scenarios: no server")
	}
	room, err := FindRoom(ctx, cfg.Server, cfg.Scenarios, cfg.repeats())
	if err != nil {
		return err
	}
	if cfg.Parallel, err = room.For(cfg.Parallel); err != nil {
		return fmt.Errorf("run scenarios: %w", err)
	}
	cfg.places = room.free
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultTimeout
	}
	if d, ok := cfg.Target.(target.Declarer); ok && cfg.Expect == nil {
		own, err := verdict.LoadDeviations(d.Expect())
		if err != nil {
			return fmt.Errorf("load the deviations of %s: %w", cfg.Target.Name(), err)
		}
		cfg.Expect = own
	}
	return nil
}

// repeats is how often each scenario is run, at the most.
func (cfg *Config) repeats() int {
	if cfg.UntilFail && cfg.Repeat <= 1 {
		return Endless
	}
	return max(1, cfg.Repeat)
}

// StartTarget starts an instance whose panics and hangs can't harm the run.
func StartTarget(ctx context.Context, tgt target.Target) (target.Instance, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, startLimit, fmt.Errorf("the limit for the target's start is %s", startLimit))
	defer cancel()
	inst, err := tgt.Start(ctx)
	if err != nil {
		return nil, fmt.Errorf("start target: %w", err)
	}
	if err := inst.Hello().Check(); err != nil {
		return nil, errors.Join(fmt.Errorf("start target: %w", err), inst.Close(ctx))
	}
	return target.Guard(inst), nil
}
