package shimcheck

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
)

// pools are the items of pools.
var pools = []item{
	{what: "pool_open, pool_acquire, pool_release and pool_close, and the trait pool", needs: target.CapPool, try: pool},
	{what: "a pool that has no more connections, and the trait acquire", needs: target.CapPool, try: poolExhausted},
}

func pooled(op target.Op, session string) target.Request {
	return target.Request{Op: op, Pool: "p", Session: session}
}

func pool(ctx context.Context, t *trial) {
	mark := t.rig.Stage().Mark()
	if _, ok := t.must(ctx, target.Request{Op: target.OpPoolOpen, Pool: "p", Max: 2}); !ok {
		return
	}
	eager := false
	for _, m := range t.rig.Stage().Since(mark) {
		eager = eager || m.Direction == wire.Upstream
	}
	switch declared := t.hello.Has().Pool; {
	case eager && declared == target.PoolLazy:
		t.note(`it connects when it is opened: should the trait "pool":"eager" be declared?`)
	case !eager && declared == target.PoolEager:
		t.problem("pool_open: it is declared eager, and has connected to nothing")
	}
	for range 2 {
		if _, ok := t.must(ctx, pooled(target.OpPoolAcquire, "a")); !ok {
			return
		}
		req := query("SELECT 'pooled'")
		if a, ok := t.must(ctx, req); ok {
			t.rows(req, a, "[[pooled]]")
		}
		if _, ok := t.must(ctx, pooled(target.OpPoolRelease, "a")); !ok {
			return
		}
	}
	t.mustFail(ctx, query("SELECT 1"), "its connection was given back")
}

func poolExhausted(ctx context.Context, t *trial) {
	open := target.Request{Op: target.OpPoolOpen, Pool: "p", Max: 1}
	if t.hello.Has().Deadline == target.DeadlineConnection {
		open.CallTimeoutMS = asked.Milliseconds()
	}
	if _, ok := t.must(ctx, open); !ok {
		return
	}
	if _, ok := t.must(ctx, pooled(target.OpPoolAcquire, "a")); !ok {
		return
	}
	second := pooled(target.OpPoolAcquire, "b")
	second.TimeoutMS = asked.Milliseconds()
	start := time.Now()
	a, ok := t.ask(ctx, second)
	switch {
	case !ok:
		return
	case a.Succeeded():
		t.problem("pool_acquire: a second connection was given by a pool of one: max is not heeded")
		_, _ = t.ask(ctx, pooled(target.OpPoolRelease, "b"))
	default:
		t.traitAcquire(time.Since(start))
	}
	t.must(ctx, pooled(target.OpPoolRelease, "a"))
	if _, ok := t.must(ctx, pooled(target.OpPoolAcquire, "b")); ok {
		t.must(ctx, pooled(target.OpPoolRelease, "b"))
	}
}

// traitAcquire looks how long an acquire took for which nothing was left.
func (t *trial) traitAcquire(took time.Duration) {
	waited := took >= asked/2
	switch declared := t.hello.Has().Acquire; {
	case !waited && declared == target.AcquireWaits:
		t.problem(`pool_acquire: it fails at once where the pool has no connection left; declare the trait "acquire":"fails"`)
	case waited && declared == target.AcquireFails:
		t.problem("pool_acquire: it is declared to fail at once where the pool has no connection left, and has waited")
	case took > asked+2*time.Second:
		t.note("an acquire takes %s where its deadline is %s", took.Round(time.Millisecond), asked)
	}
}
