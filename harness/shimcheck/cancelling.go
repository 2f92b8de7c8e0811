package shimcheck

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/target"
)

// cancelling are the items of what runs at the same time.
var cancelling = []item{
	{what: "operations of different sessions overlap", needs: target.CapConcurrent, try: overlap},
	{what: "cancel of what runs", needs: target.CapCancel, try: cancel},
	{what: "cancel with nothing running", needs: target.CapCancel, try: cancelNothing},
}

// slept is how a sleep has ended.
type slept struct {
	answer target.Answer
	err    error
}

// sleeping has the session "a" sleep, and returns when it does. What becomes of it comes by the channel.
func (t *trial) sleeping(ctx context.Context, seconds string) <-chan slept {
	done := make(chan slept, 1)
	inst, req := t.inst, query("SELECT pg_sleep("+seconds+")")
	req.TimeoutMS = (10 * time.Second).Milliseconds()
	go func() {
		defer crash.Guard()
		answer, err := inst.Do(ctx, req)
		done <- slept{answer, err}
	}()
	t.admin(ctx, `DO $$ BEGIN
		FOR i IN 1..500 LOOP
			EXIT WHEN EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database() AND pid <> pg_backend_pid());
			PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
		END LOOP;
	END $$`)
	return done
}

func overlap(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if _, ok := t.must(ctx, target.Request{Op: target.OpConnect, Session: "b"}); !ok {
		return
	}
	done := t.sleeping(ctx, "1.5")
	req := query("SELECT 'beside'")
	req.Session = "b"
	a, ok := t.must(ctx, req)
	select {
	case was := <-done:
		if was.err != nil {
			t.failed(ctx, t.inst, query(""), was.err)
			return
		}
		t.problem("the query of the session b was answered only after that of a, which slept: operations of different sessions must overlap, or \"concurrent\" is not declared")
		return
	default:
	}
	if ok {
		t.rows(req, a, "[[beside]]")
	}
	if was := <-done; was.err != nil {
		t.failed(ctx, t.inst, query(""), was.err)
	}
}

func cancel(ctx context.Context, t *trial) {
	if !t.hello.Supports(target.CapConcurrent) {
		t.problem(`"cancel" is declared without "concurrent": it would never come while something runs`)
		return
	}
	connect := target.Request{Op: target.OpConnect, Session: "a"}
	if t.hello.Has().Deadline == target.DeadlineConnection {
		connect.CallTimeoutMS = (10 * time.Second).Milliseconds()
	}
	if _, ok := t.must(ctx, connect); !ok || t.hello.Has().Cancel == target.CancelNone {
		return
	}
	done := t.sleeping(ctx, "5")
	start := time.Now()
	if _, ok := t.must(ctx, on(target.OpCancel)); !ok {
		return
	}
	was := <-done
	if was.err != nil {
		t.failed(ctx, t.inst, query(""), was.err)
		return
	}
	t.words(query(""), was.answer)
	switch took := time.Since(start); {
	case was.answer.Succeeded():
		t.problem("cancel: what ran has succeeded all the same")
	case took > 3*time.Second:
		t.problem("cancel: what ran has failed after %s only", took.Round(time.Millisecond))
	}
}

func cancelNothing(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if a, ok := t.ask(ctx, on(target.OpCancel)); ok && a.Unsupported {
		t.problem("cancel: it answers unsupported, and \"cancel\" is declared")
	}
	// On whatever it may have cancelled too late.
	if a, ok := t.ask(ctx, query("SELECT 1")); ok && !a.Succeeded() {
		t.note("a cancel that came too late has met the query after it: %s", message(a))
	}
}
