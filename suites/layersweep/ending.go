package layersweep

import (
	"context"
	"sync"
	"time"
)

// ending is a context that ends when it is told to, also as if by its deadline: a deadline that passes at an event, and not
// some time after it.
type ending struct {
	context.Context
	done chan struct{}

	mu  sync.Mutex
	err error
}

func newEnding(parent context.Context) *ending {
	e := &ending{Context: parent, done: make(chan struct{})}
	context.AfterFunc(parent, func() { e.end(parent.Err()) })
	return e
}

// end ends the context, with context.DeadlineExceeded or context.Canceled.
func (e *ending) end(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err == nil {
		e.err = err
		close(e.done)
	}
}

// Deadline implements context.Context.
func (e *ending) Deadline() (time.Time, bool) { return e.Context.Deadline() }

// Done implements context.Context.
func (e *ending) Done() <-chan struct{} { return e.done }

// Err implements context.Context.
func (e *ending) Err() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.err
}
