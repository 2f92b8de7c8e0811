package pgdiag

import (
	"context"
	"errors"
	"reflect"
	"sync"
)

// Call is one call, or a few in a row, that are made with the same context. The context is the one thing that reaches the
// driver on every way, through pools and database/sql, and so a Call knows what became of it also where pgx returns a
// value that many failures share, such as a bare context.Canceled:
//
//	ctx, call := pgdiag.WithCall(ctx)
//	_, err := pool.Exec(ctx, "UPDATE …")
//	d := call.Diagnose(err)
//
// Give each call a context of its own. Where several calls were made with one, and an error may be any one's of them, what
// is claimed holds of all.
type Call struct {
	mu     sync.Mutex
	failed []failure
	more   bool // more have failed than are kept
	wrote  bool // a call has ended well, and something of it may be durable
}

// failure is a call that has failed, and the error that it has returned.
type failure struct {
	err error
	r   *record
}

// maxFailures is how many failures of one Call are kept.
const maxFailures = 16

type callKey struct{}

// WithCall returns a context for a call, and the Call to ask about it.
func WithCall(ctx context.Context) (context.Context, *Call) {
	c := &Call{}
	return context.WithValue(ctx, callKey{}, c), c
}

// Diagnose explains the error that the call has returned; a nil error has a nil diagnosis. Without a Call, or for an error
// that none of the calls with its context has returned, it is what the package's Diagnose says.
func (c *Call) Diagnose(err error) *Diagnosis {
	if err == nil {
		return nil
	}
	return explain(err, c.candidates)
}

// candidates are the records of the calls that may have returned one error.
func (c *Call) candidates(err error) (found []*record, all bool) {
	if c == nil {
		return nil, true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.failed {
		if sameError(f.err, err) {
			found = append(found, f.r)
		}
	}
	return found, !c.more && !c.wrote
}

// fail takes note of a call that has failed.
func (c *Call) fail(err error, r *record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.failed {
		if f.r == r && sameError(f.err, err) { // pgx reports one failure twice: a batch's query, and the batch
			return
		}
	}
	if len(c.failed) == maxFailures {
		c.more = true
		return
	}
	c.failed = append(c.failed, failure{err, r})
}

// succeed takes note of a call that has ended well, and may have written something.
func (c *Call) succeed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrote = true
}

// sameError tells whether err is the one that was told, or wraps it.
func sameError(told, err error) bool {
	if !reflect.ValueOf(told).Comparable() {
		return false
	}
	for left := maxNodes; err != nil && left > 0; left-- {
		if reflect.TypeOf(err) == reflect.TypeOf(told) && reflect.ValueOf(err).Comparable() && err == told { //nolint:errorlint // this very value
			return true
		}
		err = errors.Unwrap(err)
	}
	return false
}

// holds tells whether err, or what it wraps, is among the errors that a value of several holds.
func holds(told, err error) bool {
	left := maxNodes
	var visit func(error) bool
	visit = func(node error) bool {
		for ; node != nil && left > 0; left-- {
			if many, ok := node.(interface{ Unwrap() []error }); ok {
				for _, e := range many.Unwrap() {
					if visit(e) {
						return true
					}
				}
				return false
			}
			if sameError(node, err) {
				return true
			}
			node = errors.Unwrap(node)
		}
		return false
	}
	return several(told) && visit(told)
}

// callOf is the Call in a context; nil where there is none.
func callOf(ctx context.Context) *Call {
	c, _ := ctx.Value(callKey{}).(*Call)
	return c
}

// tell gives the record of a failed call to the Call in its context, and to the memory.
func tell(ctx context.Context, err error, r *record) {
	if c := callOf(ctx); c != nil {
		c.fail(err, r)
	}
	recent.remember(err, r)
}
