package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RecoveryConflictWhileIdleInTransaction is a transaction on a standby that does nothing, and is in the way.
var RecoveryConflictWhileIdleInTransaction = scenario.Scenario{
	ID:    "server/recovery-conflict-while-idle-in-transaction",
	Title: "a session that is idle in a transaction on a standby is ended, since the primary has locked a table it has read",
	Why: "There is no statement to cancel, so the standby ends the session: a 40001 that is FATAL. Who goes by the code " +
		"alone rolls back and tries again, on a connection that is not there any more.",
	Refs: []string{
		`PostgreSQL manual, "Handling Query Conflicts"`,
		`PostgreSQL manual, "Monitoring Database Activity": pg_stat_database_conflicts`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40001 serialization_failure`,
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		impatient(),
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SELECT count(*) FROM ledger", expect.In(expect.Rows("0"))),
		step.Rig("primary", "ALTER TABLE ledger ADD COLUMN note text"),
		step.OnStandby(step.Until(standbyDeserted)),
		step.OnStandby(step.Until("SELECT sum(confl_lock) > 0 FROM pg_stat_database_conflicts")),
		step.Query("a", "SELECT count(*) FROM ledger", notBegun(conflictEndsSession())),
	},
	Truth: []scenario.Truth{expect.Truth("the column is there", "SELECT count(note) FROM ledger", "0")},
}
