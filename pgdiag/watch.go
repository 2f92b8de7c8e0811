package pgdiag

import (
	"log/slog"
	"time"
)

// Change is a change of a connection's status.
type Change struct {
	// PID is the backend's process id, by which the server's log and pg_stat_activity know the connection; 0 before the
	// server has told it.
	PID uint32
	// From and To are the statuses.
	From, To Status
	// Cause is what the socket or the server said; nil where nothing went wrong.
	Cause error
	// At is when it was noticed.
	At time.Time
}

// LogValue implements slog.LogValuer.
func (c Change) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.Uint64("pid", uint64(c.PID)), slog.String("from", string(c.From)), slog.String("to", string(c.To)), slog.Time("at", c.At),
	}
	if c.Cause != nil {
		attrs = append(attrs, slog.String("cause", c.Cause.Error()))
	}
	return slog.GroupValue(attrs...)
}

// Watch calls fn at each change of the status of a connection made from now on, until stop is called. fn runs on the
// goroutine that has noticed the change, in the middle of the call that met it: it must return at once and must not use
// the connection. Changes of one connection come in their order.
func (t *Tracker) Watch(fn func(Change)) (stop func()) {
	if t == nil || fn == nil {
		return func() {}
	}
	w := &watcher{fn: fn}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.watchers = append(t.watchers[:len(t.watchers):len(t.watchers)], w)
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		var left []*watcher
		for _, o := range t.watchers {
			if o != w {
				left = append(left, o)
			}
		}
		t.watchers = left
	}
}

type watcher struct{ fn func(Change) }

// announce tells the watchers where the status is not the one they were told last. The book must not be locked.
func (b *book) announce() {
	if b.tracker == nil {
		return
	}
	b.mu.Lock()
	to := b.status()
	if to == b.told {
		b.mu.Unlock()
		return
	}
	c := Change{PID: b.pid, From: b.told, To: to, At: time.Now()}
	if to == StatusFaulty {
		c.Cause = b.transport
		if b.fatal != nil {
			c.Cause = b.fatal
		}
	}
	b.told = to
	b.mu.Unlock()
	b.tracker.mu.Lock()
	watchers := b.tracker.watchers
	b.tracker.mu.Unlock()
	for _, w := range watchers {
		w.fn(c)
	}
}
