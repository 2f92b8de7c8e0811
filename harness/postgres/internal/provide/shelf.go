package provide

import (
	"context"
	"errors"
	"sync"
)

// Shelf keeps what one server has done with and the next can use, until it is closed. A nil Shelf keeps nothing. It is safe
// for concurrent use.
type Shelf struct {
	mu     sync.Mutex
	kept   map[any][]Kept
	closed bool
}

// Kept is something on a Shelf.
type Kept interface {
	// Remove leaves nothing of it.
	Remove(ctx context.Context) error
}

// Take gives what was put there last under a key that can be compared, and nobody else has it then; nil where there is
// nothing.
func (s *Shelf) Take(key any) Kept {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.kept[key]
	if len(all) == 0 {
		return nil
	}
	last := len(all) - 1
	s.kept[key] = all[:last]
	return all[last]
}

// Put keeps something under a key. It reports false where it keeps nothing any more.
func (s *Shelf) Put(key any, what Kept) bool {
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if s.kept == nil {
		s.kept = make(map[any][]Kept)
	}
	s.kept[key] = append(s.kept[key], what)
	return true
}

// Close removes all that is there, side by side, and keeps nothing from then on.
func (s *Shelf) Close(ctx context.Context) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	kept := s.kept
	s.kept, s.closed = nil, true
	s.mu.Unlock()
	var (
		removing sync.WaitGroup
		mu       sync.Mutex
		errs     []error
	)
	for _, all := range kept {
		for _, what := range all {
			removing.Go(func() {
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
