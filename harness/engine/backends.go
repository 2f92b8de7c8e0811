package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/verdict"
)

// errLeak is why the wait for the target's backends ended.
var errLeak = errors.New("backends are left")

// backends waits until no backend of the target's is left, notes what would not go, and ends it: the truth is asked
// when nobody can change it any more.
func (r *run) backends(ctx context.Context) {
	left, err := r.await(ctx)
	if err != nil && r.broken {
		// What a target that broke has left may be what keeps the server from answering.
		r.consequence(0, err)
		return
	}
	if err != nil {
		r.trouble(0, err)
		return
	}
	if len(left) == 0 {
		return
	}
	judged := !r.broken && !r.unsupported()
	if judged {
		r.noteLeaks(left)
	}
	for _, b := range left {
		if _, err := r.admin(ctx, "SELECT pg_terminate_backend("+b[0]+")"); err != nil {
			r.trouble(0, fmt.Errorf("end the target's backends: %w", err))
			return
		}
	}
	if left, err = r.await(ctx); err == nil && len(left) > 0 {
		err = fmt.Errorf("end the target's backends: %d are left", len(left))
	}
	if err != nil {
		r.trouble(0, err)
	}
}

// clients notes the target's connections to the pooler that it did not close.
func (r *run) clients(ctx context.Context) {
	if r.broken || r.unsupported() {
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, leakLimit, errLeak)
	defer cancel()
	err := poll.Until(ctx, func(context.Context) (bool, error) { return len(r.rig.Endpoint().Stage().Conns()) == 0, nil })
	if errors.Is(err, errLeak) {
		r.c.Leaks = append(r.c.Leaks, verdict.Leak{})
	}
}

// noteLeaks notes what the target left, and what we did.
func (r *run) noteLeaks(left [][]string) {
	leaks, ours := Leftovers(left, len(r.rig.Endpoint().Stage().Conns()) > 0)
	r.c.Leaks = append(r.c.Leaks, leaks...)
	for _, err := range ours {
		r.trouble(0, err)
	}
}

// Leftovers tells apart the backends (pid, state, query) that the target left and those that we did. While a client
// connection is held open at the endpoint they are the target's, and so is always a statement that it left running; a
// backend that waits for a client that is gone is ours.
func Leftovers(left [][]string, held bool) (leaks []verdict.Leak, ours []error) {
	for _, b := range left {
		if held || b[1] == "active" {
			leaks = append(leaks, verdict.Leak{PID: b[0], State: b[1], Query: b[2]})
			continue
		}
		ours = append(ours, fmt.Errorf("the endpoint kept a server connection whose client is gone: backend %s, %s, last asked %q", b[0], b[1], b[2]))
	}
	return leaks, ours
}

// await waits until no backend of the target's is left, and gives those that would not go. A question has the side
// channel's limit: one that is cut off costs the connection that others ask over too.
func (r *run) await(ctx context.Context) ([][]string, error) {
	waiting, cancel := context.WithTimeoutCause(ctx, leakLimit, errLeak)
	defer cancel()
	var left [][]string
	var failed error
	err := poll.Until(waiting, func(context.Context) (bool, error) {
		left, failed = withinAdminLimit(ctx, func(ctx context.Context) ([][]string, error) { return r.rig.Database().Backends(ctx, r.dsn.user) })
		return len(left) == 0, failed
	})
	switch {
	case failed != nil:
		return nil, fmt.Errorf("look for the target's backends: %w", failed)
	case err != nil && !errors.Is(err, errLeak):
		return nil, fmt.Errorf("look for the target's backends: %w", err)
	}
	return left, nil
}

// askTruth asks the server what it holds. NULL is told from an empty text.
func (r *run) askTruth(ctx context.Context) {
	for _, t := range r.c.Scenario.Truth {
		got, err := r.truth(ctx, t.SQL)
		if errors.Is(err, postgres.ErrTooMuch) {
			got, err = [][]string{{postgres.ErrTooMuch.Error()}}, nil
		}
		if err != nil {
			// A target that did not do what it was asked leaves nothing to ask about.
			r.consequence(0, fmt.Errorf("ask the truth %q: %w", t.Name, err))
			continue
		}
		r.c.Truth = append(r.c.Truth, verdict.TruthAnswer{Name: t.Name, Want: t.Rows, Got: got})
	}
}
