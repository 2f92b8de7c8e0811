package reference

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// givenUp is the context of a caller that had given up before it called.
func givenUp(ctx context.Context, how string) (context.Context, context.CancelFunc) {
	if how == target.GivenUpDeadline {
		return context.WithDeadline(ctx, time.Unix(0, 0))
	}
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx, cancel
}

// begins gives an operation a context that a cancel ends; done is to be called when it returns.
func (s *session) begins(ctx context.Context) (_ context.Context, done func()) {
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = cancel
	return ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.running = nil
		cancel()
	}
}

// cancel ends the context of what runs, as a Go program does. Where nothing runs the server is asked to cancel, which
// then comes too late.
func (s *session) cancel(ctx context.Context) error {
	s.mu.Lock()
	running := s.running
	s.mu.Unlock()
	if running == nil {
		return s.conn.PgConn().CancelRequest(ctx)
	}
	running()
	return nil
}

// opens gives the connect or acquire of a session a context that a cancel ends; done is to be called when it returns.
func (in *instance) opens(ctx context.Context, session string) (_ context.Context, done func()) {
	ctx, cancel := context.WithCancel(ctx)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.opening[session] = cancel
	return ctx, func() {
		in.mu.Lock()
		defer in.mu.Unlock()
		delete(in.opening, session)
		cancel()
	}
}

// cancelOpening gives up the connect or acquire of a session, and tells whether there was one.
func (in *instance) cancelOpening(session string) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	cancel, opening := in.opening[session]
	if opening {
		cancel()
	}
	return opening
}
