package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// warmTemplate is a template that somebody was connected to once: it has the file in which a backend keeps what it must know
// of the catalogue (pg_internal.init), and so has each of its copies. The first connection to a database without one has
// to read that together, and takes half as long again. The template that a server starts with has none, since a server
// that starts removes them; and one that somebody is connected to can't be copied. So a copy of it is warmed, beside it.
type warmTemplate struct {
	tried atomic.Bool
	ready atomic.Pointer[string]
}

// name is the template to copy: the warm one, once it is there.
func (w *warmTemplate) name(cold string) string {
	if name := w.ready.Load(); name != nil {
		return *name
	}
	return cold
}

// warmTimeout bounds the making of a warm template, which takes some 15 ms.
const warmTimeout = 5 * time.Second

// make makes the warm template, once. Where it does not come to be, the cold one does as well. It goes with the server.
func (w *warmTemplate) make(ctx context.Context, s *Server, over *session) {
	if !w.tried.CompareAndSwap(false, true) {
		return
	}
	ctx, cancel := context.WithTimeoutCause(ctx, warmTimeout, fmt.Errorf("not warm within %v", warmTimeout))
	defer cancel()
	name, err := s.makeWarmTemplate(ctx, over)
	if err != nil {
		s.log.Debug("no warm template", "error", err)
		return
	}
	w.ready.Store(&name)
}

// makeWarmTemplate makes a database, connects to it, and waits until nobody is there any more.
func (s *Server) makeWarmTemplate(ctx context.Context, over *session) (string, error) {
	name, err := s.create(ctx, over, s.names.template())
	if err != nil {
		return "", err
	}
	visitor := newSession(s.adminConfig(name))
	if err := errors.Join(run(ctx, visitor, "SELECT 1"), visitor.close(context.WithoutCancel(ctx))); err != nil {
		return "", err
	}
	if s.instance.Shared() {
		if err := run(ctx, over, "ALTER DATABASE "+quote(name)+closedToAll); err != nil {
			return "", fmt.Errorf("close warm template: %w", err)
		}
	}
	err = poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := over.exec(ctx, "SELECT 1 FROM pg_stat_activity WHERE datname = $1", name)
		return len(rows) == 0, err
	})
	if err != nil {
		return "", fmt.Errorf("see the visit end: %w", err)
	}
	return name, nil
}
