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
func (r *run) operation(ctx context.Context, n int, do scenario.Do) {
	if do.Op != target.OpCancel && do.Op != target.OpStatus {
		r.join(ctx, do.Session)
	}
	if r.broken {
		return
	}
	req := target.Request{
		Op: do.Op, Session: do.Session, Pool: do.Pool, Max: do.Max, SQL: do.SQL, Name: do.Name, Rows: do.Lines,
		Channel: do.Channel, TimeoutMS: do.Deadline().Milliseconds(),
		Statements: do.Statements, As: do.As, Into: do.Into, Fail: do.Fail, GivenUp: do.GivenUp,
	}
	for _, a := range do.Args {
		if a == scenario.Null {
			req.Args = append(req.Args, nil)
		} else {
			req.Args = append(req.Args, target.Text(a))
		}
	}
	if do.Op == target.OpConnect || do.Op == target.OpPoolOpen {
		text, err := r.dsn.with(do.User, do.Password)
		if err != nil {
			r.trouble(n, err)
			r.stopped = true
			return
		}
		req.DSN = text
	}
	limit := max(do.Within(), do.Deadline()+scenario.Grace)
	if do.Async {
		r.leave(ctx, n, req, limit)
		return
	}
	o := r.ask(ctx, n, req, limit)
	r.c.Observed = append(r.c.Observed, o)
	opens := do.Op == target.OpConnect || do.Op == target.OpPoolOpen || do.Op == target.OpPoolAcquire
	if o.Answer.Unsupported || (opens && !do.Expect.MustFail() && !o.Answer.Succeeded()) {
		r.stopped = true // what follows would be asked of a session that is not there
	}
}

// ask asks the target, waits at most for the limit, and notes what came of it.
func (r *run) ask(ctx context.Context, step int, req target.Request, limit time.Duration) verdict.Observed {
	r.asked++
	req.ID = r.asked // in the report; on the wire a shim's conversation numbers its own
	return r.note(ctx, step, req, put(ctx, r.inst, req, limit))
}

// reply is what came of a request.
type reply struct {
	answer target.Answer
	err    error
	took   time.Duration
}

// put asks the instance, and waits at most for the limit.
func put(ctx context.Context, inst target.Instance, req target.Request, limit time.Duration) reply {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the limit is %s", limit))
	defer cancel()
	start := time.Now()
	answer, err := inst.Do(ctx, req)
	answer.ID = req.ID
	return reply{answer, err, time.Since(start)}
}

// note takes a reply into the case.
func (r *run) note(ctx context.Context, step int, req target.Request, got reply) verdict.Observed {
	o := verdict.Observed{Step: step, Request: req, Answer: got.answer, DurationMS: ms(got.took)}
	o.Request.DSN = r.dsn.scrub(req.DSN)
	switch err := got.err; {
	case err == nil:
		r.believe(req, got.answer)
		r.scrubAnswer(&o.Answer)
	case ctx.Err() != nil:
		// It was not the operation's own limit.
		r.broken = true
		r.trouble(step, fmt.Errorf("%s was given up: %w", req.Op, context.Cause(ctx)))
	default:
		r.broken = true
		o.Failure, o.FailureKind = r.line(err.Error()), failureKind(err)
		if p, ok := errors.AsType[*target.PanicError](err); ok {
			r.log += p.Stack
		}
	}
	return o
}

func failureKind(err error) verdict.FailureKind {
	switch {
	case errors.Is(err, target.ErrDeadline):
		return verdict.Hang
	case errors.Is(err, target.ErrDied), errors.Is(err, target.ErrPanic):
		return verdict.Crash
	}
	return verdict.Breach
}

// scrubAnswer takes the password out of what the target said.
func (r *run) scrubAnswer(a *target.Answer) {
	a.Why = r.dsn.scrub(a.Why)
	if a.Error != nil {
		claim := *a.Error
		claim.Message = r.dsn.scrub(claim.Message)
		claim.Diagnostics = []byte(r.dsn.scrub(string(claim.Diagnostics)))
		a.Error = &claim
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
