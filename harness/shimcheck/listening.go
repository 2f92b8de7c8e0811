package shimcheck

import (
	"context"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// listening is the item of LISTEN.
var listening = []item{
	{what: "listen and wait_notification", needs: target.CapListen, try: listen},
}

func listen(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if _, ok := t.must(ctx, target.Request{Op: target.OpListen, Session: "a", Channel: "shim_check"}); !ok {
		return
	}
	t.admin(ctx, "NOTIFY shim_check, 'one'")
	a, ok := t.must(ctx, on(target.OpWaitNotification))
	if ok && (a.Channel != "shim_check" || a.Payload != "one") {
		t.problem("wait_notification: channel and payload are %q and %q, and must be shim_check and one", a.Channel, a.Payload)
	}
	if !ok {
		return
	}
	wait := on(target.OpWaitNotification)
	wait.TimeoutMS = asked.Milliseconds()
	start := time.Now()
	if _, ok := t.mustFail(ctx, wait, "none has come"); ok && time.Since(start) > asked+time.Second {
		t.problem("wait_notification: its time was %s, and it failed after %s", asked, time.Since(start).Round(time.Millisecond))
	}
}
