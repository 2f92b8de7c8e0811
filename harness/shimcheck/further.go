package shimcheck

import (
	"context"
	"fmt"

	"github.com/pgfault/pgfault/harness/target"
)

// further are the items that few libraries have.
var further = []item{
	{what: "batch", needs: target.CapBatch, try: batch},
	{what: "query_row, with native types", needs: target.CapTyped, try: queryRow},
	{what: "query_start and query_rest", needs: target.CapUnread, try: unread},
	{what: "query, with rows in parts", needs: target.CapFetch, try: fetch},
	{what: "commit with track, and resolve", needs: target.CapResolve, try: resolve},
	{what: "the upkeep of a pool", needs: target.CapUpkeep, try: upkeep},
}

func batch(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	req := target.Request{Op: target.OpBatch, Session: "a", Statements: []string{"SELECT 1", "SELECT 2"}}
	if _, ok := t.must(ctx, req); !ok {
		return
	}
	req.Statements = []string{"CREATE TABLE shim_check_batch ()", "SELECT 1/0"}
	if _, ok := t.mustFail(ctx, req, "its second statement divides by zero"); !ok {
		return
	}
	if t.admin(ctx, "SELECT count(*)::text FROM pg_class WHERE relname = 'shim_check_batch'") != "0" {
		t.problem("batch: its first statement has stayed although the second failed: a batch is one implicit transaction")
	}
}

func queryRow(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	req := target.Request{
		Op: target.OpQueryRow, Session: "a", SQL: "SELECT $1::int8 + 1, true, 'x', 1.5::float8", Args: []*string{target.Text("41")},
		As: []string{"int8"}, Into: []string{"int8", "bool", "text", "float8"},
	}
	if a, ok := t.must(ctx, req); ok {
		if got := fmt.Sprint(a.Rows.Text("NULL")); got != "[[42 true x 1.5]]" && got != "[[42 t x 1.5]]" {
			t.problem("query_row: the rows are %s, and must be [[42 t x 1.5]]", got)
		}
	}
	t.mustFail(ctx, target.Request{Op: target.OpQueryRow, Session: "a", SQL: "SELECT 1 WHERE false", Into: []string{"int8"}}, "there is no row")
	t.mustFail(ctx, target.Request{Op: target.OpQueryRow, Session: "a", SQL: "SELECT 'x'", Into: []string{"int8"}}, "its column is no number")
}

func unread(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	start := target.Request{Op: target.OpQueryStart, Session: "a", SQL: "SELECT n::text FROM generate_series(1, 3) AS n"}
	if a, ok := t.must(ctx, start); ok {
		t.rows(start, a, "[[1]]")
	}
	if a, ok := t.must(ctx, on(target.OpQueryRest)); ok {
		t.rows(on(target.OpQueryRest), a, "[[2] [3]]")
	}
}

func fetch(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if _, ok := t.must(ctx, on(target.OpBegin)); !ok {
		return
	}
	req := query("SELECT n::text FROM generate_series(1, 5) AS n")
	req.Fetch = 2
	if a, ok := t.must(ctx, req); ok {
		t.rows(req, a, "[[1] [2] [3] [4] [5]]")
	}
	t.must(ctx, on(target.OpCommit))
}

func resolve(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if _, ok := t.must(ctx, on(target.OpBegin)); !ok {
		return
	}
	t.must(ctx, query("CREATE TABLE shim_check_resolve ()"))
	commit := on(target.OpCommit)
	commit.Track = true
	if _, ok := t.must(ctx, commit); !ok {
		return
	}
	if a, ok := t.must(ctx, on(target.OpResolve)); ok && a.Resolution != target.ResolvedCommitted {
		t.problem("resolve: it says %q of a transaction that was committed", a.Resolution)
	}
	t.must(ctx, query("DROP TABLE shim_check_resolve"))
}

func upkeep(ctx context.Context, t *trial) {
	if _, ok := t.must(ctx, target.Request{Op: target.OpPoolOpen, Pool: "p", Max: 1, MaxLifetimeMS: 60000, CheckMS: 2000}); !ok {
		return
	}
	if _, ok := t.must(ctx, pooled(target.OpPoolAcquire, "a")); ok {
		t.must(ctx, query("SELECT 1"))
		t.must(ctx, pooled(target.OpPoolRelease, "a"))
	}
}
