package engine_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// On somebody else's server, what takes more than its user may is skipped, with the reason; the rest is run.
func TestRights(t *testing.T) {
	theirs, err := postgres.Start(t.Context(), postgres.Config{Provider: postgres.Native})
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = theirs.Close(t.Context()) })
	d, err := theirs.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Admin(t.Context(), "CREATE ROLE maker LOGIN CREATEDB CREATEROLE PASSWORD 'm'"); err != nil {
		t.Fatal(err)
	}
	ours, err := postgres.Start(t.Context(), postgres.Config{Provider: "postgres://maker:m@" + theirs.Addr() + "/postgres?sslmode=disable"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ours.Close(t.Context()) })
	const forbidden = "ALTER SYSTEM SET work_mem = '7MB'"
	steps := map[string]scenario.Scenario{
		"given":  insertGiven(scenario.Given{SQL: []string{"CREATE TABLE t (v int)", forbidden}}),
		"rig":    insert(scenario.Step{Rig: &scenario.Rig{Session: "r", SQL: forbidden}}),
		"own":    insertGiven(scenario.Given{Own: true}),
		"freeze": insert(scenario.Step{Inject: fault.Freeze{}}),
		"":       insert(),
	}
	for name, sc := range steps {
		result, err := engine.RunOne(t.Context(), ours, reference.New(), sc)
		if err != nil {
			t.Fatal(err)
		}
		want := verdict.Skipped
		if name == "" {
			want = verdict.Pass
		}
		if result.Outcome != want || want == verdict.Skipped && !strings.Contains(result.Reason, "may") && !strings.Contains(result.Reason, "somebody else") {
			t.Errorf("%s: %s because %q", name, result.Outcome, result.Reason)
		}
	}
}

func insertGiven(given scenario.Given) scenario.Scenario {
	sc := insert()
	sc.Given = given
	if len(given.SQL) == 0 {
		sc.Given.SQL = insert().Given.SQL
	}
	return sc
}
