package fault_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// The Execute of a statement that was prepared before the fault was injected is found by its SQL, among others: at its
// first byte, so that the server has bound it and not run it.
func TestExecuteOfPreparedStatement(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	rig.SQL("CREATE TABLE t (v int); GRANT ALL ON t TO PUBLIC")
	c := connect(t, rig)
	run := func(messages ...pgproto3.FrontendMessage) ([]string, error) {
		for _, m := range append(messages, &pgproto3.Sync{}) {
			c.Frontend.Send(m)
		}
		if err := c.Flush(); err != nil {
			t.Fatal(err)
		}
		return c.Answers()
	}
	execute := func(name string) ([]string, error) {
		return run(&pgproto3.Bind{PreparedStatement: name}, &pgproto3.Execute{})
	}
	if got, err := run(&pgproto3.Parse{Name: "one", Query: "INSERT INTO t VALUES (1)"}, &pgproto3.Parse{Name: "two", Query: "INSERT INTO t VALUES (2)"}); err != nil {
		t.Fatal(got, err)
	}
	i := rig.Inject(fault.Reset{At: wire.Position{Message: "Execute", SQL: "values (2)"}})
	if got, err := execute("one"); err != nil || !slices.Contains(got, "INSERT 0 1") {
		t.Fatalf("another statement: %q, %v", got, err)
	}
	if got, err := execute("two"); err == nil {
		t.Fatalf("%q and no end", got)
	}
	fired(t, i, 1)
	if got := rig.SQL("SELECT string_agg(v::text, ' ') FROM t"); got[0][0] != "1" {
		t.Errorf("it holds %v", got)
	}
}
