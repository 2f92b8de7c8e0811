package sqlkit_test

import (
	"context"
	"database/sql"
	"os"
	"reflect"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func TestMain(m *testing.M) {
	code := harness.Main(m)
	if err := goleak.Find(); err != nil && code == 0 {
		println(err.Error())
		code = 1
	}
	os.Exit(code)
}

func driver(conn bool) sqlkit.Driver {
	return sqlkit.Driver{
		Hello: target.Hello{Name: "pgx"},
		Open:  func(req target.Request) (*sql.DB, error) { return sql.Open("pgx", req.DSN) },
		Conn:  conn,
	}
}

// step is a request, and what is expected of its answer.
type step struct {
	req  target.Request
	rows [][]string
	code string // of a failure
	fail bool   // without a code
}

func TestAConversation(t *testing.T) {
	query := func(text string, args ...*string) target.Request {
		return target.Request{Op: target.OpQuery, SQL: text, Args: args}
	}
	steps := []step{
		{req: query("CREATE TEMP TABLE t (id int PRIMARY KEY, v text)")},
		{req: target.Request{Op: target.OpBegin}},
		{req: query("INSERT INTO t VALUES ($1, $2)", target.Text("1"), nil)},
		{req: target.Request{Op: target.OpCommit}},
		{req: query("SELECT id, v, true, 1.5::float8 FROM t"), rows: [][]string{{"1", "NULL", "t", "1.5"}}},
		{req: query("INSERT INTO t VALUES (1, 'x')"), code: "23505"},
		{req: target.Request{Op: target.OpCommit}, fail: true}, // twice
		{req: target.Request{Op: target.OpBegin}},
		{req: query("SELECT 1/0"), code: "22012"},
		{req: target.Request{Op: target.OpRollback}},
		{req: target.Request{Op: target.OpPrepare, Name: "p", SQL: "SELECT $1::text"}},
		{req: target.Request{Op: target.OpExecute, Name: "p", Args: []*string{target.Text("x")}}, rows: [][]string{{"x"}}},
		{req: target.Request{Op: target.OpExecute, Name: "q"}, fail: true},
		{req: target.Request{Op: target.OpQueryRow, SQL: "SELECT $1::int8", Args: []*string{target.Text("7")}, As: []string{"int8"}, Into: []string{"int8"}}, rows: [][]string{{"7"}}},
		{req: target.Request{Op: target.OpQueryStart, SQL: "SELECT n::text FROM generate_series(1, 3) AS n"}, rows: [][]string{{"1"}}},
		{req: target.Request{Op: target.OpQueryRest}, rows: [][]string{{"2"}, {"3"}}},
		{req: target.Request{Op: target.OpQueryRest}, fail: true},
		{req: target.Request{Op: target.OpCancel}},
		{req: target.Request{Op: target.OpClose}},
		{req: query("SELECT 1"), fail: true},
	}
	for name, conn := range map[string]bool{"a DB": false, "a Conn": true} {
		t.Run(name, func(t *testing.T) {
			ask := open(t, conn)
			for _, s := range steps {
				s.req.Session = "a"
				s.hold(t, ask(s.req))
			}
		})
	}
}

func TestACallerWhoHasGivenUp(t *testing.T) {
	ask := open(t, false)
	for how, timeout := range map[string]bool{target.GivenUpCancel: false, target.GivenUpDeadline: true} {
		a := ask(target.Request{Op: target.OpQuery, Session: "a", SQL: "SELECT 1", GivenUp: how})
		if a.Succeeded() || (a.Error.Timeout != nil) != timeout {
			t.Errorf("%s: ok is %v, %+v", how, a.Succeeded(), a.Error)
		}
	}
}

func TestAPool(t *testing.T) {
	ask := open(t, false)
	for _, s := range []step{
		{req: target.Request{Op: target.OpPoolAcquire, Pool: "p", Session: "b"}},
		{req: target.Request{Op: target.OpPoolAcquire, Pool: "p", Session: "c", TimeoutMS: 50}, fail: true},
		{req: target.Request{Op: target.OpQuery, Session: "b", SQL: "SELECT 1"}, rows: [][]string{{"1"}}},
		{req: target.Request{Op: target.OpPoolRelease, Pool: "p", Session: "b"}},
		{req: target.Request{Op: target.OpPoolAcquire, Pool: "p", Session: "c"}},
		{req: target.Request{Op: target.OpPoolRelease, Pool: "p", Session: "c"}},
		{req: target.Request{Op: target.OpPoolClose, Pool: "p"}},
		{req: target.Request{Op: target.OpPoolAcquire, Pool: "p", Session: "c"}, fail: true},
		{req: target.Request{Op: target.OpPoolClose, Pool: "q"}, fail: true},
	} {
		s.hold(t, ask(s.req))
	}
}

// open gives an instance with a session "a" and a pool "p" of one connection.
func open(t *testing.T, conn bool) func(target.Request) target.Answer {
	t.Helper()
	rig := harness.Start(t, harness.Config{})
	inst, err := driver(conn).Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = inst.Close(context.WithoutCancel(t.Context())) })
	ask := func(req target.Request) target.Answer {
		t.Helper()
		if req.TimeoutMS == 0 {
			req.TimeoutMS = 5000
		}
		a, err := inst.Do(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for _, req := range []target.Request{{Op: target.OpConnect, Session: "a"}, {Op: target.OpPoolOpen, Pool: "p", Max: 1}} {
		step{req: req}.hold(t, ask(req.Leading(rig.DSN())))
	}
	return ask
}

func (s step) hold(t *testing.T, a target.Answer) {
	t.Helper()
	switch {
	case a.Succeeded() == (s.fail || s.code != ""):
		t.Errorf("%s: ok is %v, %+v", s.req.Op, a.Succeeded(), a.Error)
	case a.Error != nil && a.Error.SQLState != s.code:
		t.Errorf("%s: the code is %q, not %q", s.req.Op, a.Error.SQLState, s.code)
	case len(s.rows)+len(a.Rows) > 0 && !reflect.DeepEqual(a.Rows.Text("NULL"), s.rows):
		t.Errorf("%s: the rows are %q, not %q", s.req.Op, a.Rows.Text("NULL"), s.rows)
	}
}
