package target

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// Guard wraps an instance so that nothing it does can harm its caller: a panic is an error, and an operation that does
// not return by the end of its context is given up. An instance that failed so is abandoned: every later operation
// gets the same error.
func Guard(inst Instance) Instance {
	if g, ok := inst.(*guarded); ok {
		return g
	}
	return &guarded{inst: inst}
}

// abandonAfter is how long an operation that was given up may still take to return, before its instance is abandoned:
// left as it is, since to close it under an operation that runs could harm us.
const abandonAfter = 500 * time.Millisecond

type guarded struct {
	inst Instance

	mu      sync.Mutex
	failed  error
	running int
	idle    chan struct{} // closed when nothing runs; nil while nobody waits for it
}

func (g *guarded) Hello() Hello { return g.inst.Hello() }

func (g *guarded) Do(ctx context.Context, req Request) (Answer, error) {
	if err := g.enter(); err != nil {
		return Answer{}, err
	}
	type result struct {
		answer Answer
		err    error
	}
	// The instance's context ends when the operation is given up, never before: a target that keeps no deadline of its
	// own must not be helped to.
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	done := make(chan result, 1)
	start := time.Now()
	go func() {
		defer crash.Guard()
		var r result
		defer func() {
			if v := recover(); v != nil {
				r.err = &PanicError{Op: req.Op, Value: v, Stack: string(debug.Stack())}
			}
			g.leave()
			done <- r
		}()
		r.answer, r.err = g.inst.Do(inner, req)
	}()
	var r result
	select {
	case r = <-done:
	case <-ctx.Done():
		r.err = &DeadlineError{Op: req.Op, After: time.Since(start), Cause: context.Cause(ctx)}
	}
	if r.err != nil {
		g.fail(r.err)
	}
	return r.answer, r.err
}

func (g *guarded) Close(ctx context.Context) error {
	g.fail(ErrClosed)
	start := time.Now()
	if !g.awaitIdle(ctx) {
		return &DeadlineError{Op: OpBye, After: time.Since(start), Cause: errAbandoned}
	}
	done := make(chan error, 1)
	go func() {
		defer crash.Guard()
		defer func() {
			if v := recover(); v != nil {
				done <- &PanicError{Op: OpBye, Value: v, Stack: string(debug.Stack())}
			}
		}()
		done <- g.inst.Close(ctx)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return &DeadlineError{Op: OpBye, After: time.Since(start), Cause: context.Cause(ctx)}
	}
}

func (g *guarded) TakeLog() string {
	if l, ok := g.inst.(Logger); ok {
		return l.TakeLog()
	}
	return ""
}

// enter counts an operation in, where the instance is of use.
func (g *guarded) enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed == nil {
		g.running++
	}
	return g.failed
}

func (g *guarded) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	if g.running == 0 && g.idle != nil {
		close(g.idle)
		g.idle = nil
	}
}

// awaitIdle waits until no operation runs, and tells whether that came to be.
func (g *guarded) awaitIdle(ctx context.Context) bool {
	g.mu.Lock()
	if g.running == 0 {
		g.mu.Unlock()
		return true
	}
	if g.idle == nil {
		g.idle = make(chan struct{})
	}
	idle := g.idle
	g.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, abandonAfter)
	defer cancel()
	select {
	case <-idle:
		return true
	case <-ctx.Done():
		return false
	}
}

func (g *guarded) fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed == nil {
		g.failed = err
	}
}
