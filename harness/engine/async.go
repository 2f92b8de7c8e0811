package engine

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/target"
)

// asyncOperation is an operation that was left running.
type asyncOperation struct {
	step  int
	req   target.Request
	reply chan reply
	from  Crossing
	to    chan Crossing
}

// startAsync starts an operation and does not wait for it. It ends by its limit.
func (r *run) startAsync(ctx context.Context, step int, req target.Request, limit time.Duration) {
	r.asked++
	req.ID = r.asked
	u := asyncOperation{step, req, make(chan reply, 1), Mark(r.rig), make(chan Crossing, 1)}
	inst, rig := r.inst, r.rig
	go func() {
		defer crash.Guard()
		got := askWithin(ctx, inst, req, limit)
		u.to <- Settled(rig)
		u.reply <- got
	}()
	r.async = append(r.async, u)
}

// awaitAsync waits for what was left running on a session, and notes what came of it.
func (r *run) awaitAsync(ctx context.Context, session string) {
	left := r.async[:0:0]
	for _, u := range r.async {
		if u.req.Session != session {
			left = append(left, u)
			continue
		}
		o := r.note(ctx, u.step, u.req, <-u.reply)
		r.c.Observed = append(r.c.Observed, o)
		r.stopped = r.stopped || r.missing(o)
		r.windows.Keep(u.req.ID, u.from, <-u.to)
	}
	r.async = left
}

// awaitAllAsync waits for all that was left running.
func (r *run) awaitAllAsync(ctx context.Context) {
	for len(r.async) > 0 {
		r.awaitAsync(ctx, r.async[0].req.Session)
	}
}
