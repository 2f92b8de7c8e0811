package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Request is an operation of a scenario as a target is asked for it. Where it needs a DSN, that is the caller's to add.
func Request(do scenario.Do) target.Request {
	req := target.Request{
		Op: do.Op, Session: do.Session, Pool: do.Pool, Max: do.Max, SQL: do.SQL, Name: do.Name, Rows: do.Lines,
		Channel: do.Channel, TimeoutMS: do.Deadline().Milliseconds(),
		Statements: do.Statements, As: do.As, Into: do.Into, Fail: do.Fail, GivenUp: do.GivenUp, Track: do.Track, Fetch: do.Fetch,
		MaxLifetimeMS: do.MaxLifetime.Milliseconds(), CheckMS: do.Check.Milliseconds(),
	}
	for _, a := range do.Args {
		if a == scenario.Null {
			req.Args = append(req.Args, nil)
		} else {
			req.Args = append(req.Args, target.Text(a))
		}
	}
	return req
}

// CallTimeout is the deadline that a target is told when it connects, of all that it will ask there: of one whose deadline is
// the connection's alone.
func CallTimeout(hello target.Hello, deadline time.Duration) int64 {
	if hello.Has().Deadline != target.DeadlineConnection {
		return 0
	}
	return deadline.Milliseconds()
}

// Ask puts a request to a target's instance, waits at most for the limit, and gives what came of it, without the
// password. An instance that failed is of no further use. The error is ctx's, where it ended before the operation did.
func Ask(
	ctx context.Context, inst target.Instance, step int, req target.Request, limit time.Duration, password string,
) (verdict.Observed, error) {
	return observe(ctx, step, req, askWithin(ctx, inst, req, limit), dsn{password: password})
}

// observe is what came of a request, without the password. The error says that it was ctx that ended the operation, and
// not the operation's own limit.
func observe(ctx context.Context, step int, req target.Request, got reply, d dsn) (verdict.Observed, error) {
	o := verdict.Observed{Step: step, Request: req, Answer: got.answer, DurationMS: ms(got.took)}
	o.Request.DSN, o.Request.Address = d.scrub(req.DSN), target.Address{}
	switch err := got.err; {
	case err == nil:
		o.Answer.Why = d.scrub(o.Answer.Why)
		if e := o.Answer.Error; e != nil {
			claim := *e
			claim.Message = d.scrub(claim.Message)
			claim.Diagnostics = []byte(d.scrub(string(claim.Diagnostics)))
			o.Answer.Error = &claim
		}
	case ctx.Err() != nil:
		return o, fmt.Errorf("%s was given up: %w", req.Op, context.Cause(ctx))
	default:
		o.Failure, o.FailureKind = strings.Join(strings.Fields(d.scrub(err.Error())), " "), failureKind(err)
	}
	return o, nil
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
