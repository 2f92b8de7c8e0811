package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// operation does a step of the target's, when what was left running on its session is done.
func (r *run) operation(ctx context.Context, n int, runScenario scenario.Do) {
	if runScenario.Op != target.OpCancel && runScenario.Op != target.OpStatus {
		r.awaitAsync(ctx, runScenario.Session)
	}
	if r.broken || r.stopped {
		return
	}
	req := Request(runScenario)
	switch runScenario.Op {
	case target.OpConnect, target.OpPoolOpen, target.OpResolve:
		text, err := r.dsn.with(runScenario.User, runScenario.Password)
		if err != nil {
			r.trouble(n, err)
			r.stopped = true
			return
		}
		req = req.Leading(text)
		req.CallTimeoutMS = CallTimeout(r.c.Target, r.c.Scenario.CallTimeout(req))
	}
	limit := max(runScenario.Within(), runScenario.Deadline()+scenario.Grace)
	if rounded, promised := r.c.Target.Has().Promised(req.Op, runScenario.Deadline()); promised {
		limit = max(limit, rounded+scenario.Grace)
	}
	if runScenario.Async {
		r.startAsync(ctx, n, req, limit)
		return
	}
	o := r.ask(ctx, n, req, limit)
	r.c.Observed = append(r.c.Observed, o)
	r.stopped = r.stopped || r.missing(o)
}

// missing tells whether what follows would be asked of a session that is not there, or of a target that can't.
func (r *run) missing(o verdict.Observed) bool {
	switch o.Request.Op {
	case target.OpConnect, target.OpPoolOpen, target.OpPoolAcquire:
		do := r.c.Scenario.Steps[o.Step-1].Do
		return o.Answer.Unsupported || !do.Expect.MustFail() && !o.Answer.Succeeded()
	}
	return o.Answer.Unsupported
}

// ask asks the target, waits at most for the limit, and notes what came of it.
func (r *run) ask(ctx context.Context, step int, req target.Request, limit time.Duration) verdict.Observed {
	r.asked++
	req.ID = r.asked // in the report; on the wire a shim's conversation numbers its own
	from := Mark(r.rig)
	o := r.note(ctx, step, req, askWithin(ctx, r.inst, req, limit))
	r.windows.Keep(req.ID, from, Settled(r.rig))
	from.Note(&o, r.rig.Pooler() != nil)
	return o
}

// reply is what came of a request.
type reply struct {
	answer target.Answer
	err    error
	took   time.Duration
}

// askWithin asks the instance, and waits at most for the limit.
func askWithin(ctx context.Context, inst target.Instance, req target.Request, limit time.Duration) reply {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the limit is %s", limit))
	defer cancel()
	start := time.Now()
	answer, err := inst.Do(ctx, req)
	answer.ID = req.ID
	return reply{answer, err, time.Since(start)}
}

// note takes a reply into the case.
func (r *run) note(ctx context.Context, step int, req target.Request, got reply) verdict.Observed {
	o, gone := observe(ctx, step, req, got, r.dsn)
	r.broken = r.broken || got.err != nil
	if gone != nil {
		r.trouble(step, gone)
	}
	if got.err == nil {
		r.sessions.Update(req, got.answer)
	}
	if p, ok := errors.AsType[*target.PanicError](got.err); ok && gone == nil {
		r.log += p.Stack
	}
	return o
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
