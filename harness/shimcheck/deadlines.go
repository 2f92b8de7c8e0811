package shimcheck

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// deadlines is the item of timeout_ms.
var deadlines = []item{
	{what: "timeout_ms, and the trait deadline", try: deadline},
	{what: "a caller who has given up", needs: target.CapGivenUp, try: givenUp},
}

// asked is the deadline that a query is given which would take longer, and slow how long it would take.
const (
	asked = 300 * time.Millisecond
	slow  = "3"
)

func deadline(ctx context.Context, t *trial) {
	connect := target.Request{Op: target.OpConnect, Session: "a", CallTimeoutMS: asked.Milliseconds()}
	if t.hello.Has().Deadline != target.DeadlineConnection {
		connect.CallTimeoutMS = 0
	}
	if _, ok := t.must(ctx, connect); !ok {
		return
	}
	req := query("SELECT pg_sleep(" + slow + ")")
	req.TimeoutMS = asked.Milliseconds()
	promised, keeps := t.hello.Has().Promised(target.OpQuery, asked)
	start := time.Now()
	a, err := t.inst.Do(ctx, req)
	took := time.Since(start).Round(time.Millisecond)
	if err != nil {
		t.failed(ctx, t.inst, req, err)
		return
	}
	t.words(req, a)
	switch {
	case a.Succeeded() && keeps:
		t.problem(`query: its deadline was %s, and it succeeded after %s; where the library has none the trait is "deadline":"none"`, asked, took)
	case a.Succeeded():
		t.note("no deadline is kept, as declared: a server that is silent holds a call for ever")
	case !keeps:
		t.note("the query was ended after %s: should the trait deadline be declared?", took)
	case took > promised+time.Second:
		t.problem("query: its deadline was %s, which is %s by its granularity, and it failed after %s", asked, promised, took)
	}
}

func givenUp(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	for _, how := range []string{target.GivenUpDeadline, target.GivenUpCancel} {
		if !t.hello.Has().Takes(target.OpQuery) {
			return
		}
		req := query("SELECT 1")
		req.GivenUp = how
		a, ok := t.ask(ctx, req)
		if ok && a.Succeeded() {
			t.note("query: it succeeds for a caller who has given up (%s)", how)
		}
	}
}
