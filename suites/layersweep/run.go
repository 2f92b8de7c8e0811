package layersweep

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// Run is a point that was run, and what there is to judge.
type Run struct {
	Point Point
	// Failed is the call that has failed, counted from 0; the number of calls where none has.
	Failed int
	// Err is what it returned.
	Err error
	// Claims are what pgdiag says of it.
	Claims []Claim
	// Closed says that pgx had closed the connection when the call returned, Works that the connection was of use afterwards.
	Closed, Works bool
	// Held are the parts that the server holds.
	Held []string
	// Hung says that a call has not returned within its limit.
	Hung bool

	recorded recording
}

// The limits of a run.
const (
	callLimit  = 15 * time.Second // no call waits so long, but one that hangs
	firedLimit = 5 * time.Second  // until the endpoint knows what the client knows already
	moreLimit  = 5 * time.Second  // for what is tried on a connection that has survived
)

// errNotMet says that a fault was not met: the conversation was another one than that which was recorded.
var errNotMet = errors.New("the fault was not met")

// play runs a point.
func (s *stand) play(ctx context.Context, p Point, r recording) (run Run, err error) {
	run = Run{Point: p, recorded: r}
	s.runs++
	on, err := open(ctx, p.Operation, s.dsn, s.runs)
	if err != nil {
		return run, err
	}
	defer on.close(ctx)
	var armed *wire.Armed
	if p.Fault != None {
		if armed, err = s.rig.Stage().Arm(wire.Trap{At: p.position(), Do: p.kind.act()}); err != nil {
			return run, fmt.Errorf("arm fault: %w", err)
		}
		defer armed.Disarm()
	}
	base, stop := context.WithTimeoutCause(ctx, callLimit, errHung)
	defer stop()
	caller := newEnding(base)
	settled := make(chan error, 1)
	done, finished := context.WithCancel(base)
	go func() { settled <- s.meet(done, p, armed, on.waits, caller) }()
	run.perform(caller, on) //nolint:contextcheck // it is base, with an end of its own
	finished()
	run.Hung = base.Err() != nil
	if armed != nil {
		limited, cancel := context.WithTimeout(ctx, firedLimit)
		defer cancel()
		if _, err := armed.Wait(limited); err != nil {
			return run, fmt.Errorf("%w: %w", errNotMet, err)
		}
	}
	if err := <-settled; err != nil {
		return run, err
	}
	if armed != nil {
		armed.Disarm()
	}
	if run.Err != nil && !run.Closed {
		more, cancel := context.WithTimeout(ctx, moreLimit)
		defer cancel()
		run.again(more, on)
	}
	on.close(ctx)
	run.Held, err = s.truth(ctx, on)
	return run, err
}

// errHung says that a call did not return.
var errHung = errors.New("the call hangs")

// meet does what is to be done when the fault has fired.
func (s *stand) meet(ctx context.Context, p Point, armed *wire.Armed, client *waits, caller *ending) error {
	if armed == nil || p.kind.ends == nil && p.kind.then == nil {
		return nil
	}
	if _, err := armed.Wait(ctx); err != nil {
		return nil //nolint:nilerr // it is asked for again, with the error
	}
	if p.kind.then != nil {
		if err := p.kind.then(context.WithoutCancel(ctx), s); err != nil {
			return err
		}
		armed.Disarm()
	}
	if p.kind.ends != nil {
		client.silence()
		select {
		case <-client.is:
			caller.end(p.kind.ends)
		case <-ctx.Done():
		}
	}
	return nil
}

// perform makes the calls until one fails, and asks pgdiag about that one.
func (run *Run) perform(ctx context.Context, on *session) {
	marked, made := pgdiag.WithCall(ctx)
	for i, c := range run.Point.Operation.Calls {
		if i > 0 && !run.Point.Operation.OneContext {
			marked, made = pgdiag.WithCall(ctx)
		}
		if run.Err = c.Do(marked, on); run.Err != nil {
			run.Failed = i
			run.Closed = on.conn != nil && on.conn.IsClosed()
			run.Claims = ask(on, made, run.Err, "")
			on.made = made
			return
		}
	}
	run.Failed = len(run.Point.Operation.Calls)
}

// again asks once more when the connection has gone on.
func (run *Run) again(ctx context.Context, on *session) {
	if run.Works = goOn(ctx, on); run.Works {
		run.Claims = append(run.Claims, ask(on, on.made, run.Err, later)...)
	}
}
