package wrap

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// spoken makes a recording of messages on a connection: F and what the program says, B and what it is answered.
func spoken(conn int, lines ...[3]string) []wire.Message {
	var all []wire.Message
	for _, l := range lines {
		dir := wire.Upstream
		if l[0] == "B" {
			dir = wire.Downstream
		}
		all = append(all, wire.Message{Conn: conn, Direction: dir, Type: l[1], Summary: l[2]})
	}
	return all
}

func TestAConversationIsRead(t *testing.T) {
	recording := spoken(1,
		[3]string{"F", "StartupMessage", "user=a"}, [3]string{"B", "AuthenticationOk", ""}, [3]string{"B", "ReadyForQuery", "idle"},
		[3]string{"F", "Query", "BEGIN"}, [3]string{"B", "CommandComplete", "BEGIN"}, [3]string{"B", "ReadyForQuery", "intrans"},
		[3]string{"F", "Parse", `"s1" INSERT INTO t VALUES ($1)`}, [3]string{"F", "Sync", ""}, [3]string{"B", "ParseComplete", ""}, [3]string{"B", "ReadyForQuery", "intrans"},
		[3]string{"F", "Bind", `statement "s1"`}, [3]string{"F", "Execute", ""}, [3]string{"F", "Bind", `statement "s1"`}, [3]string{"F", "Execute", ""}, [3]string{"F", "Sync", ""},
		[3]string{"B", "BindComplete", ""}, [3]string{"B", "CommandComplete", "INSERT 0 1"}, [3]string{"B", "BindComplete", ""}, [3]string{"B", "CommandComplete", "INSERT 0 1"}, [3]string{"B", "ReadyForQuery", "intrans"},
		[3]string{"F", "Query", "COMMIT"}, [3]string{"B", "CommandComplete", "COMMIT"}, [3]string{"B", "ReadyForQuery", "idle"},
		[3]string{"F", "Query", "CREATE TABLE a (x int); SELECT 1"}, [3]string{"B", "CommandComplete", "CREATE TABLE"}, [3]string{"B", "DataRow", ""},
		[3]string{"B", "CommandComplete", "SELECT 1"}, [3]string{"B", "ReadyForQuery", "idle"},
	)
	c := readConversation(recording)
	type seen struct {
		name    string
		kind    Kind
		inTx    bool
		nth     int
		pending int
		tags    int
		commits bool
	}
	var got []seen
	for _, s := range c.statements {
		got = append(got, seen{s.name(), s.kind, s.inTx, s.nth, s.pending, len(s.tags), s.commits()})
	}
	want := []seen{
		{"connect", KindConnect, false, 1, 0, 0, false},
		{"BEGIN", KindBegin, false, 1, 0, 1, false},
		{"INSERT-t-VALUES", KindWrite, true, 1, 0, 1, false},
		{"INSERT-t-VALUES", KindWrite, true, 2, 1, 1, false},
		{"COMMIT", KindCommit, true, 2, 0, 1, true},
		{"CREATE-TABLE-a", KindSchema, false, 3, 0, 2, true},
	}
	if !slices.Equal(got, want) {
		t.Errorf("read\n%+v\nexpected\n%+v", got, want)
	}
	if last := c.statements[len(c.statements)-1]; !last.last || c.statements[0].last {
		t.Error("what is asked last is not known")
	}
}

func TestNamesOfStatements(t *testing.T) {
	for sql, want := range map[string]string{
		"insert into \"public\".\"orders\" (a) values (1)":    "INSERT-public.orders-a",
		"CREATE TABLE IF NOT EXISTS t (id int)":               "CREATE-TABLE-t",
		"-- name: Pay :exec\n/* really */ UPDATE t SET a = 1": "UPDATE-t-SET",
		"-- ping": "PING",
		";":       "nothing",
	} {
		if got := nameOf(sql); got != want {
			t.Errorf("%q is named %q, expected %q", sql, got, want)
		}
	}
}

func TestWhatFindsAStatementAgainHasNoConstants(t *testing.T) {
	for sql, want := range map[string]string{
		"INSERT INTO t1 VALUES (42, 'x')": "INSERT INTO t1 VALUES (",
		"SELECT * FROM a WHERE b = 'c'":   "SELECT * FROM a WHERE b = ",
		"SELECT $1":                       "SELECT $1",
	} {
		if got := matchable(sql); got != want {
			t.Errorf("%q is found by %q, expected %q", sql, got, want)
		}
	}
}

func TestPointsHaveNamesThatAreRead(t *testing.T) {
	for _, name := range []string{"reset:reply:COMMIT:1", "silence:before:INSERT-public.orders-a:12"} {
		p, err := ParsePoint("wrap/psql/" + name)
		if err != nil || p.Name() != name || p.ID() != "wrap/psql/"+name {
			t.Errorf("%s is read as %s: %v", name, p.ID(), err)
		}
	}
	for _, bad := range []string{"", "reset", "reset:reply:COMMIT", "reset:reply:COMMIT:0", "reset:nowhere:COMMIT:1", "boom:reply:COMMIT:1", "swallow:before:COMMIT:1"} {
		if _, err := ParsePoint(bad); err == nil {
			t.Errorf("%q is taken for a point", bad)
		}
	}
}

func TestDifferences(t *testing.T) {
	d := difference("public.t", []string{"(a)", "(b)", "(b)"}, []string{"(a)", "(a)", "(b)", "(c)"})
	if d.Table != "t" || d.Missing != 1 || d.Extra != 2 || d.Doubled != 1 || d.String() != "t: of its rows 1 twice, 1 too many, 1 missing (+ (a))" {
		t.Errorf("%+v: %s", d, d)
	}
}
