package pgdiag

import (
	"context"
	"sync"
)

// Call is one call, or a few in a row, that are made with the same context. The context is the one thing that reaches the
// driver on every way, through pools and database/sql, and so a Call knows what became of it also where pgx returns a
// value that many failures share, such as a bare context.Canceled:
//
//	ctx, call := pgdiag.WithCall(ctx)
//	_, err := pool.Exec(ctx, "UPDATE …")
//	d := call.Diagnose(err)
type Call struct {
	mu sync.Mutex
	f  *facts
}

type callKey struct{}

// WithCall returns a context for a call, and the Call to ask about it.
func WithCall(ctx context.Context) (context.Context, *Call) {
	c := &Call{}
	return context.WithValue(ctx, callKey{}, c), c
}

// Diagnose explains the error that the call has returned; a nil error has a nil diagnosis.
func (c *Call) Diagnose(err error) *Diagnosis {
	if err == nil {
		return nil
	}
	if f := remembrance(err); f != nil {
		return diagnose(err, f)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return diagnose(err, c.f)
}

// tell gives the picture of a failed call to the Call in its context, and to the memory.
func tell(ctx context.Context, err error, f *facts) {
	f.caller = ctx.Err()
	if c, ok := ctx.Value(callKey{}).(*Call); ok {
		c.mu.Lock()
		c.f = f
		c.mu.Unlock()
	}
	recent.remember(err, f)
}
