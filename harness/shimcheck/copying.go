package shimcheck

import (
	"context"
	"fmt"

	"github.com/pgfault/pgfault/harness/target"
)

// copying are the items of COPY.
var copying = []item{
	{what: "copy_in", needs: target.CapCopyIn, try: copiesIn},
	{what: "copy_out", needs: target.CapCopy, try: copyBothWays},
	{what: "a copy_in whose source fails", needs: target.CapCopyIn, try: copyFails},
}

// table makes the table that is copied, and begins a transaction where a COPY needs one.
func (t *trial) table(ctx context.Context) bool {
	if !t.connect(ctx) {
		return false
	}
	if t.hello.Has().Copy == target.CopyInTx && t.hello.Supports(target.CapTx) {
		if _, ok := t.must(ctx, on(target.OpBegin)); !ok {
			return false
		}
	}
	_, ok := t.must(ctx, query("CREATE TEMP TABLE shim_check_copy (n int, word text)"))
	return ok
}

func copyIn(lines ...string) target.Request {
	return target.Request{Op: target.OpCopyIn, Session: "a", SQL: "COPY shim_check_copy FROM STDIN", Rows: lines}
}

func copiesIn(ctx context.Context, t *trial) {
	if !t.table(ctx) {
		return
	}
	if _, ok := t.must(ctx, copyIn("1\tone", "2\ttw\\to", "3\t\\N")); !ok {
		return
	}
	held := query("SELECT n::text, word FROM shim_check_copy ORDER BY n")
	if a, ok := t.must(ctx, held); ok {
		t.rows(held, a, "[[1 one] [2 tw\to] [3 NULL]]")
	}
}

func copyBothWays(ctx context.Context, t *trial) {
	if !t.table(ctx) {
		return
	}
	if _, ok := t.must(ctx, copyIn("1\tone", "2\t\\N")); !ok {
		return
	}
	req := target.Request{Op: target.OpCopyOut, Session: "a", SQL: "COPY shim_check_copy TO STDOUT"}
	a, ok := t.must(ctx, req)
	if got := fmt.Sprintf("%q", a.Rows.Text("NULL")); ok && got != `[["1\tone"] ["2\t\\N"]]` {
		t.problem(`copy_out: the rows are %s, and must be the lines "1\tone" and "2\t\\N", as texts without their newlines`, got)
	}
}

func copyFails(ctx context.Context, t *trial) {
	if !t.table(ctx) {
		return
	}
	req := copyIn("1\tone")
	req.Fail = "the file can't be read any further"
	if _, ok := t.mustFail(ctx, req, "its source has failed"); !ok {
		return
	}
	if t.hello.Has().Copy == target.CopyInTx {
		return
	}
	count := query("SELECT count(*)::text FROM shim_check_copy")
	if a, ok := t.ask(ctx, count); ok && a.Succeeded() {
		t.rows(count, a, "[[0]]")
	}
}
