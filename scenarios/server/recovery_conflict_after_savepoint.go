package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RecoveryConflictAfterSavepoint is RecoveryConflictInTransaction, where to end the statement would not be enough.
var RecoveryConflictAfterSavepoint = scenario.Scenario{
	ID:    "server/recovery-conflict-after-savepoint",
	Title: "a query behind a savepoint on a standby is ended with its session, since the primary has locked its table",
	Why: "To roll back to a savepoint would not give up what is in the way, so it is the session that ends. The same query " +
		"in the same conflict is an ERROR without the savepoint, and a FATAL with it.",
	Refs: []string{
		`PostgreSQL manual, "Handling Query Conflicts"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40001 serialization_failure`,
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		impatient(),
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SAVEPOINT s", expect.In(expect.OK())),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT count(*) FROM ledger, pg_sleep(10)", conflictEndsSession()))),
		step.OnStandby(step.Until(sleepsOnStandby)),
		step.Rig("primary", "ALTER TABLE ledger ADD COLUMN note text"),
	},
	Truth: []scenario.Truth{expect.Truth("the column is there", "SELECT count(note) FROM ledger", "0")},
}
