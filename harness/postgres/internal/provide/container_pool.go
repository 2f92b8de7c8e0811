package provide

import (
	"context"
	"errors"
	"sync"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// ContainerPool keeps what one server has done with and the next can use, until it is closed. A nil ContainerPool keeps
// nothing. It is safe for concurrent use.
type ContainerPool struct {
	mu     sync.Mutex
	idle   map[any][]PooledContainer
	closed bool
}

// PooledContainer is something on a ContainerPool.
type PooledContainer interface {
	// Remove leaves nothing of it.
	Remove(ctx context.Context) error
}

// Take gives what was put there last under a key that can be compared, and nobody else has it then; nil where there is
// nothing.
func (s *ContainerPool) Take(key any) PooledContainer {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.idle[key]
	if len(all) == 0 {
		return nil
	}
	last := len(all) - 1
	s.idle[key] = all[:last]
	return all[last]
}

// Put keeps something under a key. It reports false where it keeps nothing any more.
func (s *ContainerPool) Put(key any, what PooledContainer) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if s.idle == nil {
		s.idle = make(map[any][]PooledContainer)
	}
	s.idle[key] = append(s.idle[key], what)
	return true
}

// Close removes all that is there, side by side, and keeps nothing from then on.
func (s *ContainerPool) Close(ctx context.Context) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	idle := s.idle
	s.idle, s.closed = nil, true
	s.mu.Unlock()
	var (
		removing sync.WaitGroup
		mu       sync.Mutex
		errs     []error
	)
	for _, all := range idle {
		for _, what := range all {
			removing.Go(func() {
				defer crash.Guard()
				err := what.Remove(ctx)
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			})
		}
	}
	removing.Wait()
	return errors.Join(errs...)
}
