package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// What the rig wants to do and can't, since the target keeps a lock, is the target's doing and no error of ours.
func TestALockOfTheTargetsIsEvidence(t *testing.T) {
	const table = "CREATE TABLE item (n int); GRANT ALL ON item TO PUBLIC"
	sc := scenario.Scenario{
		ID: "own/lock", Title: "a lock", Given: scenario.Given{SQL: []string{table}},
		Steps: []scenario.Step{
			{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
			{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT count(*) FROM item"}},
			{Rig: &scenario.Rig{Session: "migration", SQL: "ALTER TABLE item ADD COLUMN note text"}},
		},
	}
	// It begins a transaction with the statement, and says that it is in none.
	begins := intercepting(func(_ context.Context, req target.Request, do doer) (target.Answer, error) {
		if strings.HasPrefix(req.SQL, "SELECT count") {
			begin := req
			begin.SQL = "BEGIN"
			if a, err := do(begin); err != nil {
				return a, err
			}
		}
		a, err := do(req)
		if a.Succeeded() {
			a.Tx = ok().Tx
		}
		return a, err
	})
	wantResult(t, runSingle(t, engine.Config{Target: begins}, sc), verdict.Fail, "waited for a lock of a backend that is idle in transaction")
}
