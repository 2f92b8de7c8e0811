package shimcheck

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// statements are the items of query.
var statements = []item{
	{what: "query: rows of text, NULL, and no rows", try: queryRows},
	{what: "query with arguments", try: queryArguments},
	{what: "query is autocommit", try: queryAutocommit},
	{what: "query that the server refuses", try: queryFails},
}

func queryRows(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	req := query("SELECT 'x', NULL, 'é\"\\' UNION ALL SELECT '', 'y', 'z'")
	if a, ok := t.must(ctx, req); ok {
		t.rows(req, a, `[[x NULL é"\] [ y z]]`)
		if a.Tag == "" {
			t.note("query: it says no tag")
		}
	}
	req = query("SELECT 'x' WHERE false")
	if a, ok := t.must(ctx, req); ok {
		t.rows(req, a, "[]")
	}
	req = query("SELECT 1, true")
	if a, ok := t.must(ctx, req); ok {
		t.rows(req, a, "[[1 t]]")
	}
}

func queryArguments(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	req := query("SELECT $1::text, $2::text, '$1 100%'", target.Text("it's 100%"), nil)
	if a, ok := t.must(ctx, req); ok {
		t.rows(req, a, "[[it's 100% NULL $1 100%]]")
	}
	req = query("SELECT ($1::int + 1)::text", target.Text("41"))
	switch a, ok := t.ask(ctx, req); {
	case !ok:
	case a.Succeeded():
		t.rows(req, a, "[[42]]")
	case t.hello.Has().Arguments == target.ArgumentsText:
		t.problem("query: a number in an argument that is text fails (%s): give it as a number, and declare the trait \"arguments\":\"typed\"", message(a))
	default:
		t.problem("query: a number in an argument fails (%s): digits are given as a number where arguments are typed", message(a))
	}
}

func queryAutocommit(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	if _, ok := t.must(ctx, query("CREATE TABLE shim_check ()")); !ok {
		return
	}
	if t.admin(ctx, "SELECT count(*)::text FROM pg_class WHERE relname = 'shim_check'") != "1" {
		t.problem("query: what it wrote is not there for others: outside of a transaction each statement is one of its own")
	}
	t.must(ctx, query("DROP TABLE shim_check"))
}

func queryFails(ctx context.Context, t *trial) {
	if !t.connect(ctx) {
		return
	}
	a, ok := t.mustFail(ctx, query("SELECT * FROM shim_check_nowhere"), "there is no such table")
	if !ok || a.Error == nil {
		return
	}
	if t.hello.Speaks(target.ReportSQLState) && a.Error.SQLState != "42P01" {
		t.problem("query: the server's code is 42P01, and the answer's is %q", a.Error.SQLState)
	}
	if a.Error.Message == "" {
		t.problem("query: its error has no message")
	}
	if t.hello.Speaks(target.ReportStatus) && a.Status != pgdiag.StatusOpen {
		t.problem("query: status is %q after a statement that failed, and must be open", a.Status)
	}
	req := query("SELECT 'still here'")
	if a, ok := t.must(ctx, req); ok {
		t.rows(req, a, "[[still here]]")
	}
}
