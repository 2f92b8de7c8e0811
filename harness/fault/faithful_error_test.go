package fault_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/wire"
)

// say sends messages, and returns the answers up to the n-th ReadyForQuery.
func say(t *testing.T, c *rawpg.Conn, n int, messages ...pgproto3.FrontendMessage) (names []string) {
	t.Helper()
	for _, m := range messages {
		c.Frontend.Send(m)
	}
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	for range n {
		got, err := c.Answers()
		if err != nil {
			t.Fatalf("%q, %v", got, err)
		}
		names = append(append(names, got...), "|")
	}
	return names
}

// In a transaction, both sides know that it has failed, whichever protocol they speak.
func TestFaithfulError(t *testing.T) {
	parse := &pgproto3.Parse{Name: "s", Query: "INSERT INTO t VALUES ($1)"}
	bind := &pgproto3.Bind{PreparedStatement: "s", Parameters: [][]byte{[]byte("7")}}
	execute, sync := &pgproto3.Execute{}, &pgproto3.Sync{}
	insert := &pgproto3.Query{String: "INSERT INTO t VALUES (1)"}
	for _, c := range []struct {
		name string
		at   wire.Position
		say  []pgproto3.FrontendMessage
		n    int
		want []string
	}{
		{"simple", wire.Position{SQL: "insert"}, []pgproto3.FrontendMessage{insert}, 1, []string{"ERROR 40001", "|"}},
		{"parse", wire.Position{SQL: "insert"}, []pgproto3.FrontendMessage{parse, bind, execute, sync}, 1, []string{"ERROR 40001", "|"}},
		{"bind", wire.Position{Message: "Bind"}, []pgproto3.FrontendMessage{parse, bind, execute, sync}, 1, []string{"ParseComplete", "ERROR 40001", "|"}},
		{"execute", wire.Position{Message: "Execute"}, []pgproto3.FrontendMessage{parse, bind, execute, sync}, 1, []string{"ParseComplete", "BindComplete", "ERROR 40001", "|"}},
		{
			"second of a batch",
			wire.Position{Message: "Execute", Occurrence: 2},
			[]pgproto3.FrontendMessage{parse, bind, execute, bind, execute, bind, execute, sync},
			1,
			[]string{"ParseComplete", "BindComplete", "INSERT 0 1", "BindComplete", "ERROR 40001", "|"},
		},
		{
			"second of a pipeline",
			wire.Position{Message: "Execute", Occurrence: 2},
			[]pgproto3.FrontendMessage{parse, bind, execute, sync, bind, execute, sync, bind, execute, sync},
			3,
			[]string{"ParseComplete", "BindComplete", "INSERT 0 1", "|", "BindComplete", "ERROR 40001", "|", "ERROR 25P02", "|"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rig := harness.Start(t, harness.Config{})
			rig.SQL("CREATE TABLE t (n int); GRANT ALL ON t TO public")
			conn := connect(t, rig)
			i := rig.Inject(fault.FaithfulError{At: c.at, Error: wire.Fields{SQLState: "40001", Message: `it's $1 \ more`, Hint: "again"}})
			ask(t, conn, "BEGIN", "BEGIN")
			if got := say(t, conn, c.n, c.say...); !slices.Equal(got, c.want) {
				t.Fatalf("got %q\nwant %q", got, c.want)
			}
			fired(t, i, 1)
			ask(t, conn, "SELECT 1", "ERROR 25P02")
			ask(t, conn, "ROLLBACK", "ROLLBACK")
			// The connection is as good as before, and so is a second try.
			if got := say(t, conn, 1, &pgproto3.Parse{Name: "again", Query: "SELECT 1"}, &pgproto3.Bind{PreparedStatement: "again"}, execute, sync); !slices.Equal(got, []string{"ParseComplete", "BindComplete", "DataRow", "SELECT 1", "|"}) {
				t.Errorf("%q", got)
			}
			if got := rig.SQL("SELECT count(*) FROM t"); got[0][0] != "0" {
				t.Errorf("%s rows", got[0][0])
			}
		})
	}
}

// Where the server says something else, as in a transaction that has failed before, the fault has not fired.
func TestFaithfulErrorThatServerDoesNotRaise(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	ask(t, c, "BEGIN", "BEGIN")
	ask(t, c, "SELECT 1/0", "ERROR 22012")
	a, err := rig.Stage().Arm(wire.Trap{At: query("select 2"), Do: wire.FaithfulError{Error: wire.Fields{SQLState: "40001"}}})
	if err != nil {
		t.Fatal(err)
	}
	ask(t, c, "SELECT 2", "ERROR 25P02")
	if got := a.Fired(); got != nil {
		t.Errorf("%+v", got)
	}
}

func TestPositionsThatAFaultCanNotHave(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	state := wire.Fields{SQLState: "40001"}
	for _, f := range []fault.Fault{
		fault.Drop{},
		fault.Drop{At: wire.Position{Message: "Query", Offset: 3}},
		fault.Truncate{At: wire.Position{Message: "Query"}},
		fault.Truncate{At: wire.Position{Message: "Query", Offset: 4}, Reframe: true},
		fault.Delay{At: wire.Position{Message: "Query"}},
		fault.Duplicate{},
		fault.Corrupt{At: wire.Position{Message: "Query"}, Part: "tail"},
		fault.Corrupt{At: wire.Position{Message: "Query", Offset: wire.Whole}},
		fault.Replace{At: wire.Position{Message: "Query"}},
		fault.Replace{At: wire.Position{Message: "DataRow"}, Say: wire.Content{Unknown: true, Oversize: true}},
		fault.Inject{At: wire.Position{Message: "Query"}, Say: wire.Content{Error: state}},
		fault.Inject{Say: wire.Content{Hex: "abc"}},
		fault.Slice{At: wire.Position{Message: "Query"}},
		fault.FaithfulError{At: wire.Position{Message: "Query"}},
		fault.FaithfulError{At: wire.Position{SQL: "commit"}, Error: state},
		fault.FaithfulError{At: wire.Position{Message: "Sync"}, Error: state},
		fault.FaithfulError{At: wire.Position{Message: "Query"}, Error: wire.Fields{SQLState: "40001", Severity: "FATAL"}},
	} {
		_, err := rig.Rig().Inject(t.Context(), f)
		var position *wire.PositionError
		if !errors.As(err, &position) {
			t.Errorf("%#v: %v", f, err)
		}
	}
	for _, f := range []fault.Fault{fault.HalfClose{Only: "up"}, fault.ZeroWindow{Only: "both"}} {
		_, err := rig.Rig().Inject(t.Context(), f)
		var config *fault.ConfigError
		if !errors.As(err, &config) {
			t.Errorf("%#v: %v", f, err)
		}
	}
}
