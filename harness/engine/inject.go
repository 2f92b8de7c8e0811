package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// armed is a fault that was injected at a step.
type armed struct {
	step      int
	fault     fault.Fault
	injection fault.Injection
	stage     *wire.Stage
	mark      uint64 // of the stage's recording, when it was injected
	unfired   string // what came in its place until it was healed, where it did not act
	notMet    bool   // the client did something else than it waits for
}

// available tells whether all faults of the scenario can be caused here. It is asked before the first step, since what runs
// by then would be left to its deadline.
func (r *run) available() bool {
	for _, step := range r.c.Scenario.Steps {
		if step.Inject == nil {
			continue
		}
		if ok, reason := step.Inject.Available(r.rig); !ok {
			unavailable := &harness.UnavailableError{Fault: step.Inject.Name(), Reason: reason}
			r.c.Skipped, r.stopped = r.oneLine(unavailable.Error()), true
			return false
		}
	}
	return true
}

func (r *run) inject(ctx context.Context, n int, step scenario.Step) {
	f, stage, inject := step.Inject, r.rig.Stage(), r.rig.Inject
	if step.Standby {
		stage, inject = r.rig.Second().Stage(), r.rig.InjectStandby
	}
	mark := stage.Mark()
	injection, err := inject(ctx, f)
	if r.skip(r.rights(err)) {
		return
	}
	if err != nil {
		r.trouble(n, fmt.Errorf("inject fault %s: %w", f.Name(), err))
		r.stopped = true
		return
	}
	r.armed = append(r.armed, armed{step: n, fault: f, injection: injection, stage: stage, mark: mark})
}

// awaitFirings waits until each fault has been seen to act: the target may know of it before the rig has its proof. A
// fault that never acts is judged as such, so only the wait is bounded.
func (r *run) awaitFirings(ctx context.Context) {
	ctx, cancel := context.WithTimeoutCause(ctx, firingLimit, errNotFired)
	defer cancel()
	_ = poll.Until(ctx, func(context.Context) (bool, error) {
		for _, a := range r.armed {
			if len(a.injection.Fired()) == 0 {
				return false, nil
			}
		}
		return true, nil
	})
}

// errNotFired is why the wait for the proof of a fault ended.
var errNotFired = errors.New("a fault did not fire")

// heal ends all faults, and waits until a standby has all of that too. What they destroyed stays destroyed.
func (r *run) heal(ctx context.Context, n int) {
	if !r.broken && !r.stopped {
		r.awaitFirings(ctx)
	}
	for i := range r.armed { // what comes later is not theirs
		if a := &r.armed[i]; a.unfired == "" && len(a.injection.Fired()) == 0 {
			since := a.stage.Since(a.mark)
			a.unfired, a.notMet = fault.Instead(a.fault, since), fault.NotMet(a.fault, since)
		}
	}
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), healLimit, fmt.Errorf("the limit for healing is %s", healLimit))
	defer cancel()
	if err := r.rig.Heal(ctx); err != nil {
		r.trouble(n, fmt.Errorf("heal faults: %w", err))
		return
	}
	if err := r.rig.CatchUp(ctx); err != nil {
		r.trouble(n, fmt.Errorf("heal faults: %w", err))
	}
}

// observeWire takes the evidence of the wire, and of the faults: what was seen to happen.
func (r *run) observeWire() {
	r.windows.Gather(&r.c)
	r.recording, r.transcript = r.rig.Stage().Recording(), r.rig.Stage().Transcript()
	r.serverLog = r.rig.ServerLog()
	r.c.Conns = connections(r.recording)
	if second := r.rig.Second(); second != nil {
		r.c.Conns += connections(second.Stage().Recording())
	}
	for _, a := range r.armed {
		r.c.Faults = append(r.c.Faults, verdict.Injected{
			Step: a.step, Name: a.fault.Name(), At: fault.Where(a.fault), Firings: a.injection.Fired(), Unfired: a.unfired, NotMet: a.notMet,
		})
	}
}

// connections is how many a conversation has had.
func connections(recording []wire.Message) int {
	n := 0
	for _, m := range recording {
		n = max(n, m.Conn)
	}
	return n
}
