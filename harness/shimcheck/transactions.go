package shimcheck

import (
	"context"
	"regexp"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// transactions are the items of begin, commit and rollback.
var transactions = []item{
	{what: "begin, commit and rollback", needs: target.CapTx, try: commitAndRollback},
	{what: "a transaction that failed, and what may be done after it", needs: target.CapTx, try: failedTransaction},
	{what: "the trait begin", needs: target.CapTx, try: traitBegin},
}

func on(op target.Op) target.Request { return target.Request{Op: op, Session: "a"} }

func commitAndRollback(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	const there = "SELECT count(*)::text FROM pg_class WHERE relname = 'shim_check_tx'"
	for _, end := range []target.Op{target.OpRollback, target.OpCommit} {
		if _, ok := t.must(ctx, on(target.OpBegin)); !ok {
			return
		}
		if _, ok := t.must(ctx, query("CREATE TABLE shim_check_tx ()")); !ok {
			return
		}
		if t.admin(ctx, there) != "0" {
			t.problem("begin: what is done after it is there for others before the %s", end)
		}
		a, ok := t.must(ctx, on(end))
		if !ok {
			return
		}
		if t.hello.Speaks(target.ReportTx) && a.Tx != pgdiag.TxIdle {
			t.problem("%s: tx is %q, and must be idle", end, a.Tx)
		}
		want := map[target.Op]string{target.OpRollback: "0", target.OpCommit: "1"}[end]
		if t.admin(ctx, there) != want {
			t.problem("%s: %s tables are there for others, not %s", end, t.admin(ctx, there), want)
		}
	}
	t.must(ctx, query("DROP TABLE shim_check_tx"))
	if t.admin(ctx, there) != "0" {
		t.problem("query: after a commit it is no autocommit any more")
	}
}

func failedTransaction(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if _, ok := t.must(ctx, on(target.OpBegin)); !ok {
		return
	}
	a, ok := t.mustFail(ctx, query("SELECT 1/0"), "it divides by zero")
	if ok && t.hello.Speaks(target.ReportTx) && a.Tx != pgdiag.TxInError {
		t.problem("query: tx is %q after an error in a transaction, and must be inerror", a.Tx)
	}
	t.must(ctx, on(target.OpRollback))
	t.must(ctx, query("SELECT 1"))
	switch a, ok := t.ask(ctx, on(target.OpCommit)); {
	case !ok:
	case a.Unsupported:
		t.problem("commit: a commit without a begin is passed on to the library, or is an error; it is not unsupported")
	}
}

// begins is a statement that begins a transaction.
var begins = regexp.MustCompile(`(?i)\b(BEGIN|START\s+TRANSACTION)\b`)

// traitBegin looks on the wire when BEGIN is sent.
func traitBegin(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	mark := t.rig.Stage().Mark()
	if _, ok := t.must(ctx, on(target.OpBegin)); !ok {
		return
	}
	lazy := true
	for _, m := range t.rig.Stage().Since(mark) {
		lazy = lazy && (m.Direction != wire.Upstream || !begins.MatchString(m.Summary)) // a pool may look first whether it lives
	}
	switch declared := t.hello.Has().Begin; {
	case lazy && declared == target.BeginEager:
		t.problem(`begin: it sends nothing; declare the trait "begin":"lazy"`)
	case !lazy && declared == target.BeginLazy:
		t.problem("begin: it is declared lazy, and sends at once")
	}
	t.must(ctx, on(target.OpRollback))
}
