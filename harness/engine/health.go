package engine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Health watches over what a run stands on: the judge itself, the server that all share, and who gave it. Who is judged while
// one of them stands still, or when one is gone, is judged by what he has not done.
type Health struct {
	srv   *postgres.Server
	pulse *pulse
	lost  chan struct{} // closed when the server, or who gave it, is gone

	mu      sync.Mutex
	lostErr error // why it was closed
}

// WatchHealth begins to watch, until Stop is called.
func WatchHealth(ctx context.Context, srv *postgres.Server) *Health {
	return &Health{srv: srv, pulse: feelPulse(ctx, srv), lost: make(chan struct{})}
}

// Stop ends the watch. What was found stays.
func (h *Health) Stop() { h.pulse.stop() }

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
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.lostErr == nil {
		h.lostErr = fmt.Errorf("the run ended before its time: %w", err)
		close(h.lost)
	}
	return false
}

// Lost is closed when the server, or who gave it, was found gone.
func (h *Health) Lost() <-chan struct{} { return h.lost }

// Loss is why the run has to end before its time; nil where it has not.
func (h *Health) Loss() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lostErr
}
