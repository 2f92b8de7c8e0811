package target

import (
	"context"
	"runtime/debug"
	"sync"
	"time"
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

type guarded struct {
	inst Instance

	mu     sync.Mutex
	failed error
}

func (g *guarded) Hello() Hello { return g.inst.Hello() }

func (g *guarded) Do(ctx context.Context, req Request) (Answer, error) {
	if err := g.failure(); err != nil {
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
		var r result
		defer func() {
			if v := recover(); v != nil {
				r.err = &PanicError{Op: req.Op, Value: v, Stack: string(debug.Stack())}
			}
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
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- &PanicError{Op: OpBye, Value: v, Stack: string(debug.Stack())}
			}
		}()
		done <- g.inst.Close(ctx)
	}()
	start := time.Now()
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

func (g *guarded) failure() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.failed
}

func (g *guarded) fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed == nil {
		g.failed = err
	}
}
