package engine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Health watches over what a run stands on: the judge itself, the server that all share, and who runs it. Who is judged while
// one of them stands still, or when one is gone, is judged by what he has not done.
type Health struct {
	srv   *postgres.Server
	pulse *pulse
	end   context.CancelCauseFunc // of what is run

	mu      sync.Mutex
	lostErr error // why it was called, but for Stop
}

// WatchHealth begins to watch, until Stop is called. What is run is to be run with the context that it gives, which ends where
// the server, or who runs it, was found gone: what runs then waits for what does not come.
func WatchHealth(ctx context.Context, srv *postgres.Server) (*Health, context.Context) {
	h := &Health{srv: srv}
	ctx, h.end = context.WithCancelCause(ctx)
	h.pulse = feelPulse(ctx, srv, h.lose)
	return h, ctx
}

// Stop ends the watch. What was found stays.
func (h *Health) Stop() {
	h.pulse.stop()
	h.end(nil)
}

// Doubt takes a result back where something stood still since a time: then it is not known.
func (h *Health) Doubt(r verdict.Result, since time.Time) verdict.Result {
	if stood := h.pulse.stood(since); stood != "" {
		return verdict.Undecided(r, stood)
	}
	return r
}

// Stands tells whether a result stands: one that is not for the target does not, where the server of the run is gone, or
// who gave it. The run ends then: all that followed would be the same, one by one.
func (h *Health) Stands(ctx context.Context, r verdict.Result) bool {
	switch r.Outcome {
	case verdict.Fail, verdict.HarnessError, verdict.Unknown, verdict.Skipped:
		return h.Look(ctx)
	}
	return true
}

// Look looks whether the server is there, and who gave it, and tells it. Who was found gone once is gone.
func (h *Health) Look(ctx context.Context) bool {
	if h.Loss() != nil {
		return false
	}
	err := h.srv.Alive(ctx)
	if err == nil || ctx.Err() != nil {
		return true
	}
	h.lose(err)
	return false
}

// lose ends the run: what it stands on is gone.
func (h *Health) lose(why error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.lostErr == nil {
		h.lostErr = fmt.Errorf("the run ended before its time: %w", why)
		h.end(h.lostErr)
	}
}

// Loss is why the run has to end before its time; nil where it has not.
func (h *Health) Loss() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lostErr
}
