package wire

import (
	"fmt"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/port"
)

// Refuse closes the listener: who connects from now on is refused. The port stays the stage's own, and connections
// that are open stay so.
func (s *Stage) Refuse() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return ErrClosed
	case s.ln == nil:
		s.endBacklog()
		return nil
	}
	err := port.Close(s.ln)
	s.ln = nil
	if err != nil {
		return fmt.Errorf("close listener: %w", err)
	}
	s.event(nil, NotListening, "", s.Addr())
	return nil
}

// Resume listens again, on the same port.
func (s *Stage) Resume() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return ErrClosed
	case s.ln != nil:
		return nil
	}
	ln, err := s.port.Listen(s.ctx)
	if err != nil {
		return fmt.Errorf("listen on %s again: %w", s.Addr(), err)
	}
	s.ln = ln
	s.endBacklog()
	s.event(nil, Listening, "", s.Addr())
	s.work.Go(func() {
		defer crash.Guard()
		s.accept(ln)
	})
	return nil
}

// endBacklog ends a full backlog, if there is one.
func (s *Stage) endBacklog() {
	if s.full != nil {
		s.full.end()
		s.full = nil
	}
}
