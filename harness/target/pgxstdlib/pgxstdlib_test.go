package pgxstdlib_test

import (
	"context"
	"os"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open gives an instance with a session "a" on a database of its own.
func open(t *testing.T) func(target.Request) target.Answer {
	t.Helper()
	ending := context.WithoutCancel(t.Context()) // the test's own has ended when it cleans up
	srv, err := postgres.Start(t.Context(), postgres.Config{Provider: os.Getenv("PGFAULT_POSTGRES"), Version: os.Getenv("PGFAULT_PG_VERSION")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := srv.Close(ending); err != nil {
			t.Error(err)
		}
	})
	rig, err := harness.Open(t.Context(), srv)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rig.Close(ending); err != nil {
			t.Error(err)
		}
	})
	inst, err := pgxstdlib.New().Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := inst.Close(ending); err != nil {
			t.Error(err)
		}
	})
	ask := func(req target.Request) target.Answer {
		t.Helper()
		req.Session, req.TimeoutMS = "a", 5000
		a, err := inst.Do(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := ask(target.Request{Op: target.OpConnect, DSN: rig.DSN()}); !a.Succeeded() {
		t.Fatalf("connect: %+v", a.Error)
	}
	return ask
}

func TestAConversation(t *testing.T) {
	ask := open(t)
	sql := func(text string, args ...*string) target.Request {
		return target.Request{Op: target.OpQuery, SQL: text, Args: args}
	}
	steps := []struct {
		req  target.Request
		rows [][]string
		code string
		why  string // of what is unsupported
	}{
		{req: sql("CREATE TEMP TABLE t (id int PRIMARY KEY, v text)")},
		{req: target.Request{Op: target.OpBegin}},
		{req: sql("INSERT INTO t VALUES ($1, $2)", target.Text("1"), nil)},
		{req: target.Request{Op: target.OpCommit}},
		{req: sql("INSERT INTO t VALUES (2, 'x') RETURNING id"), rows: [][]string{{"2"}}},
		{req: target.Request{Op: target.OpBegin}},
		{req: sql("/* gone */ DELETE FROM t")},
		{req: target.Request{Op: target.OpRollback}},
		{req: sql("-- all\nSELECT id, v, id = 1, 1.5::float8 FROM t ORDER BY id"), rows: [][]string{{"1", scenario.Null, "t", "1.5"}, {"2", "x", "f", "1.5"}}},
		{req: sql("INSERT INTO t VALUES (1, 'again')"), code: "23505"},
		{req: target.Request{Op: target.OpCopyIn}, why: "database/sql has no copy_in"},
		{req: target.Request{Op: target.OpClose}},
	}
	for _, s := range steps {
		a := ask(s.req)
		switch {
		case s.why != "":
			if !a.Unsupported || a.Why != s.why {
				t.Fatalf("%s: %+v", s.req.Op, a)
			}
		case s.code != "":
			if a.Succeeded() || a.Error == nil || a.Error.SQLState != s.code || a.Error.Native != "*pgconn.PgError" {
				t.Fatalf("%s %s: %+v", s.req.Op, s.req.SQL, a.Error)
			}
		case !a.Succeeded():
			t.Fatalf("%s %s: %+v", s.req.Op, s.req.SQL, a.Error)
		}
		if got := a.Rows.Text(scenario.Null); !slices.EqualFunc(got, s.rows, slices.Equal[[]string]) {
			t.Fatalf("%s: want %v, got %v", s.req.SQL, s.rows, got)
		}
	}
}
