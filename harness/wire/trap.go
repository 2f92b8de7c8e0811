package wire

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// Trap is an action that waits for the conversation to come to a position.
type Trap struct {
	// At is the position. The zero Position means now, on every connection that is open.
	At Position
	// Do is the action.
	Do Action
	// Times is how often it fires: at the occurrence that At names, and then at each that follows, on whichever
	// connection; 0 means once, less than 0 without end.
	Times int
}

// Armed is a trap that was set.
type Armed struct {
	stage    *Stage
	trap     Trap
	seen     atomic.Int64
	released chan struct{} // closed by Disarm
	fired    chan struct{} // closed by the first firing

	mu      sync.Mutex
	firings []Firing
	off     bool
	undo    []func() // what Disarm does
}

// Arm sets a trap. It never blocks on a peer. The error, of a position that can't be, is a *PositionError.
func (s *Stage) Arm(t Trap) (*Armed, error) {
	at, err := t.At.resolve()
	if err != nil {
		return nil, err
	}
	if checker, ok := t.Do.(checker); ok {
		if why := checker.check(at); why != "" {
			return nil, &PositionError{Position: at, Why: t.Do.Name() + ": " + why}
		}
	}
	t.At = at
	a := &Armed{stage: s, trap: t, released: make(chan struct{}), fired: make(chan struct{})}
	if !at.Now() {
		s.traps.add(a)
		return a, nil
	}
	for _, c := range s.open() {
		if at.on(c, "", nil) {
			t.Do.Act(&ActionPoint{armed: a, conn: c})
		}
	}
	return a, nil
}

// Fired returns each firing so far.
func (a *Armed) Fired() []Firing {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.firings)
}

// Wait returns the first firing, waiting for it if need be.
func (a *Armed) Wait(ctx context.Context) (Firing, error) {
	select {
	case <-a.fired:
		return a.Fired()[0], nil
	case <-ctx.Done():
		return Firing{}, fmt.Errorf("wait for %s at %s: %w", a.trap.Do.Name(), a.trap.At, context.Cause(ctx))
	case <-a.stage.ctx.Done():
		return Firing{}, fmt.Errorf("wait for %s at %s: %w", a.trap.Do.Name(), a.trap.At, ErrClosed)
	}
}

// Disarm takes the trap away and lets move on what it holds. What it ended stays so. It never blocks, and may be called
// again.
func (a *Armed) Disarm() {
	a.mu.Lock()
	off, undo := a.off, a.undo
	a.off, a.undo = true, nil
	a.mu.Unlock()
	if off {
		return
	}
	a.stage.traps.remove(a)
	close(a.released)
	for _, f := range undo {
		f()
	}
}

// onRelease lets Disarm do f, or does it where that has been.
func (a *Armed) onRelease(f func()) {
	a.mu.Lock()
	off := a.off
	if !off {
		a.undo = append(a.undo, f)
	}
	a.mu.Unlock()
	if off {
		f()
	}
}

func (a *Armed) note(f Firing) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.firings = append(a.firings, f)
	if len(a.firings) == 1 {
		close(a.fired)
	}
}

// traps are the armed traps of each direction. They are looked up without a lock at the start of each message.
type traps struct {
	mu       sync.Mutex
	up, down atomic.Pointer[[]*Armed]
}

func (t *traps) list(dir Direction) *atomic.Pointer[[]*Armed] {
	if dir == Upstream {
		return &t.up
	}
	return &t.down
}

func (t *traps) of(dir Direction) []*Armed {
	if list := t.list(dir).Load(); list != nil {
		return *list
	}
	return nil
}

func (t *traps) add(a *Armed) {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := append(slices.Clone(t.of(a.trap.At.Direction)), a)
	t.list(a.trap.At.Direction).Store(&list)
}

func (t *traps) remove(a *Armed) {
	if a.trap.At.Now() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []*Armed
	for _, other := range t.of(a.trap.At.Direction) {
		if other != a {
			list = append(list, other)
		}
	}
	if list == nil {
		t.list(a.trap.At.Direction).Store(nil)
		return
	}
	t.list(a.trap.At.Direction).Store(&list)
}
