package shimcheck

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
)

// prepared are the items of prepare and execute.
var prepared = []item{
	{what: "prepare and execute, and the trait prepare", needs: target.CapPrepare, try: prepare},
}

func prepare(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	mark := t.rig.Stage().Mark()
	if _, ok := t.must(ctx, target.Request{Op: target.OpPrepare, Session: "a", Name: "p", SQL: "SELECT $1::text || '!'"}); !ok {
		return
	}
	sent := 0
	for _, m := range t.rig.Stage().Since(mark) {
		if m.Direction == wire.Upstream {
			sent++
		}
	}
	lazy := t.hello.Has().Prepare == target.PrepareLazy || t.hello.Has().Prepare == target.PrepareEmulated
	switch {
	case sent == 0 && !lazy:
		t.problem(`prepare: it sends nothing; declare the trait "prepare":"lazy"`)
	case sent > 0 && lazy:
		t.problem("prepare: it is declared %s, and sends at once", t.hello.Has().Prepare)
	}
	for _, word := range []string{"x", "y"} {
		req := target.Request{Op: target.OpExecute, Session: "a", Name: "p", Args: []*string{target.Text(word)}}
		if a, ok := t.must(ctx, req); ok {
			t.rows(req, a, "[["+word+"!]]")
		}
	}
	t.mustFail(ctx, target.Request{Op: target.OpExecute, Session: "a", Name: "shim_check_none"}, "no statement of that name was prepared")
}
