package sweep

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// runPoint runs the workload with the fault at the point, and gives what the judge makes of it. Where the client's
// deadline, made short for a fault that only a deadline ends, came before the fault, nothing was tried: it is given
// more time. It is decided but where the server is gone.
func (st *testbed) runPoint(ctx context.Context, p Point) (r verdict.Result, decided bool) {
	for {
		r, evidence, faultMet := st.runPointOnce(ctx, p)
		r.Point = st.mapped(p)
		if !faultMet && ctx.Err() == nil {
			p.deadline = min(4*p.deadline, scenario.DefaultTimeout)
			continue
		}
		if !st.health.Stands(ctx, r) {
			return r, false
		}
		switch {
		case r.Outcome == verdict.Pass:
			r.Case = verdict.Case{Faults: r.Case.Faults, Conns: -1, Unexpecting: true} // there are thousands, all alike
		case st.out != "" && r.Outcome != verdict.Weak:
			engine.Keep(st.out, filepath.FromSlash(r.ID), &r, evidence)
		}
		return r, true
	}
}

// runPointOnce runs the point once, and tells whether there is anything to say: the fault was met, or something is
// wrong with us or the target.
func (st *testbed) runPointOnce(ctx context.Context, p Point) (r verdict.Result, e engine.Evidence, faultMet bool) {
	ctx, cancel := context.WithTimeoutCause(ctx, PointLimit, fmt.Errorf("the limit of a point is %s", PointLimit))
	defer cancel()
	st.seed(p.ID())
	began := time.Now()
	c := verdict.Case{Scenario: st.workload.withPoint(p), Target: st.hello, Conns: -1}
	mark := st.rig.Stage().Mark()
	st.rig.MarkServerLog()
	st.rig.Stage().ForgetTranscripts()
	st.windows = engine.Watch(engine.Mark(st.rig))
	truth, err := st.runRecovering(ctx, p, &c)
	st.windows.Gather(&c)
	var found []verdict.Finding
	if err == nil {
		found = st.judge(&c, truth, p.kind.harmless)
	} else {
		c.Troubles = append(c.Troubles, verdict.Trouble{Text: err.Error()})
	}
	log, broken := st.log(), st.broken
	if err != nil || st.broken || len(c.Leaks) > 0 || !recovered(&c) {
		st.endInstance(ctx) // what it did here must not be found at the next point
	}
	recording := st.rig.Stage().Since(mark)
	r = engine.DoubtFull(st.health.Doubt(verdict.Invariants(c, found...), began), recording)
	if err == nil && !broken && len(c.Faults[0].Firings) == 0 && p.deadlineCanBeLater() {
		return r, e, false
	}
	if r.Outcome != verdict.Pass {
		e = engine.Evidence{
			Recording: recording, Transcript: st.rig.Stage().Transcript(numbers(recording)...),
			Log: log, ServerLog: st.rig.ServerLog(), Password: st.password,
		}
	}
	return r, e, true
}

// runRecovering prepares the point and meets the fault. A panic of ours is an error of ours.
func (st *testbed) runRecovering(ctx context.Context, p Point, c *verdict.Case) (truth [][][]string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the harness panicked: %v\n%s", v, debug.Stack())
		}
	}()
	if err := st.prepare(ctx, p); err != nil {
		return nil, err
	}
	return st.runWithFault(ctx, p, c)
}

// numbers are those of the connections in a recording.
func numbers(recording []wire.Message) (conns []int) {
	for _, m := range recording {
		if m.Conn > 0 && !slices.Contains(conns, m.Conn) {
			conns = append(conns, m.Conn)
		}
	}
	return conns
}

// recovered tells whether the target could connect again.
func recovered(c *verdict.Case) bool {
	return len(c.Probes) > 0 && answered(c.Probes[len(c.Probes)-1])
}

// log takes what the target logged.
func (st *testbed) log() string {
	if l, ok := st.inst.(target.Logger); ok {
		return l.TakeLog()
	}
	return ""
}

// seed makes what is random the same for a point, whatever was run before it.
func (st *testbed) seed(id string) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // never fails
	st.rnd = rand.New(rand.NewPCG(uint64(st.cfg.Seed), h.Sum64()))
}

// errNoSession says that the target can't do without a fault what it could when it was recorded.
var errNoSession = errors.New("the target could not connect and ask, without a fault")

// prepare makes all that a point needs: a target, what the workload is given, and its session where the fault comes later.
func (st *testbed) prepare(ctx context.Context, p Point) (err error) {
	if st.inst == nil {
		if st.inst, err = engine.StartTarget(ctx, st.cfg.Target); err != nil {
			return err
		}
	}
	if err := st.restoreGivenData(ctx); err != nil {
		return err
	}
	switch late := st.workload.session() != "" && !p.early; {
	case late && !st.ready:
		probe, err := st.connect(ctx)
		if err != nil {
			return err
		}
		if st.ready = answered(probe); !st.ready {
			return errNoSession
		}
	case !late:
		st.ready = false
		if err := st.closeSessions(ctx); err != nil {
			return err
		}
		if p.Message == "Terminate" { // which nobody waits for: that of another connection may still be on its way
			return st.awaitConnectionsEnded(ctx)
		}
	}
	return nil
}

// endInstance ends the instance; the next point gets a new one.
func (st *testbed) endInstance(ctx context.Context) {
	if st.inst != nil {
		engine.EndTarget(ctx, st.inst)
	}
	st.inst, st.sessions, st.ready, st.broken = nil, engine.Sessions{}, false, false
}

// runWithFault runs the workload against the fault, ends the fault, asks what is asked afterwards, and gives the truth.
func (st *testbed) runWithFault(ctx context.Context, p Point, c *verdict.Case) ([][][]string, error) {
	stage := st.rig.Stage()
	mark, start := stage.Mark(), time.Now()
	f := p.fault()
	injection, err := f.Inject(ctx, st.rig)
	if err != nil {
		return nil, fmt.Errorf("inject fault %s: %w", f.Name(), err)
	}
	err = st.runSteps(ctx, c)
	firings := awaitFiring(ctx, injection)
	if err = errors.Join(err, injection.Heal(ctx)); err != nil {
		return nil, err
	}
	c.Faults = append(c.Faults, verdict.Injected{Name: p.Fault, At: p.at.String(), Firings: firings, Unfired: p.at.Instead(stage.Since(mark))})
	keptBackend, err := st.askAfterFault(ctx, c)
	if err != nil {
		return nil, err
	}
	truth, err := st.awaitConnectionsGone(ctx, c, keptBackend)
	c.Conns = connections(stage.Since(mark))
	c.Duration = time.Since(start)
	return truth, err
}

// runSteps does the workload's steps, from the second where its session is connected, until one fails.
func (st *testbed) runSteps(ctx context.Context, c *verdict.Case) error {
	st.workloadRun = true
	for i, step := range c.Scenario.Steps {
		if i == 0 && st.ready {
			continue
		}
		o, err := st.do(ctx, i+1, *step.Do)
		if err != nil {
			return err
		}
		c.Observed = append(c.Observed, o)
		if !o.Answer.Succeeded() {
			return nil
		}
	}
	return nil
}

// errNotFired is why the wait for the proof of a fault ended.
var errNotFired = errors.New("a fault did not fire")

// awaitFiring waits until the fault has been seen to act: the target may know of it before the rig has its proof.
func awaitFiring(ctx context.Context, injection fault.Injection) (fired []fault.Firing) {
	ctx, cancel := context.WithTimeoutCause(ctx, firingLimit, errNotFired)
	defer cancel()
	_ = poll.Until(ctx, func(context.Context) (bool, error) { // a fault that never acts is judged as such
		fired = injection.Fired()
		return len(fired) > 0, nil
	})
	return fired
}

// connections is how many came in a part of the conversation.
func connections(recording []wire.Message) int {
	n := 0
	for _, m := range recording {
		if m.Event == wire.Opened || m.Event == wire.DialFailed {
			n++
		}
	}
	return n
}
