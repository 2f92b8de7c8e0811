package engine

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// underway is an operation that was left running.
type underway struct {
	step  int
	req   target.Request
	reply chan reply
}

// leave starts an operation and does not wait for it. It ends by its limit.
func (r *run) leave(ctx context.Context, step int, req target.Request, limit time.Duration) {
	r.asked++
	req.ID = r.asked
	u := underway{step, req, make(chan reply, 1)}
	inst := r.inst
	go func() { u.reply <- put(ctx, inst, req, limit) }()
	r.underway = append(r.underway, u)
}

// join waits for what was left running on a session, and notes what came of it.
func (r *run) join(ctx context.Context, session string) {
	left := r.underway[:0:0]
	for _, u := range r.underway {
		if u.req.Session != session {
			left = append(left, u)
			continue
		}
		r.c.Observed = append(r.c.Observed, r.note(ctx, u.step, u.req, <-u.reply))
	}
	r.underway = left
}

// joinAll waits for all that was left running.
func (r *run) joinAll(ctx context.Context) {
	for len(r.underway) > 0 {
		r.join(ctx, r.underway[0].req.Session)
	}
}
