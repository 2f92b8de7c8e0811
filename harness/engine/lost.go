package engine

import (
	"context"

	"github.com/pgfault/pgfault/harness/verdict"
)

// stands tells whether a result stands: one that is not for the target does not, where the server of the run is gone, or
// who gave it. The run ends then: all that followed would be the same, one by one.
func (s *schedule) stands(ctx context.Context, r verdict.Result) bool {
	switch r.Outcome {
	case verdict.Fail, verdict.HarnessError, verdict.Unknown, verdict.Skipped:
	default:
		return true
	}
	if s.loss() != nil {
		return false
	}
	err := s.cfg.Server.Alive(ctx)
	if err == nil || ctx.Err() != nil {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lostErr == nil {
		s.lostErr = err
		close(s.lost)
	}
	return false
}

// loss is why the run ended before its time; nil where it did not.
func (s *schedule) loss() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lostErr
}
