package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RecoveryConflict is a query on a standby that may still read rows which the primary has vacuumed away.
var RecoveryConflict = scenario.Scenario{
	ID:    "server/recovery-conflict",
	Title: "a query on a standby is cancelled, since the primary has vacuumed away rows that it may still read",
	Why: "The long report on the replica fails whenever vacuum has run on the primary. It is a 40001, as a serialization " +
		"failure is, and nothing is wrong with the query: run again, it may go through, here or on the primary. A busy " +
		"replica ends the session with it, so that the connection has to be looked at, and not the code alone.",
	Refs: []string{
		`PostgreSQL manual, "Handling Query Conflicts"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40001 serialization_failure`,
	},
	Given: scenario.Given{Standby: "only", SQL: append(stock.Ledger[:2:2], "INSERT INTO ledger (entry) VALUES ('vacuumed away')")},
	Steps: []scenario.Step{
		impatient(),
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "SELECT count(*) FROM ledger, pg_sleep(10)", conflict(expect.Error("", "40001", "TransactionRollbackError"))))),
		step.OnStandby(step.Until(sleepsOnStandby)),
		step.Rig("primary", "DELETE FROM ledger"),
		step.Rig("primary", "VACUUM ledger"),
		step.Rig("primary", sent),
		step.OnStandby(step.Until("SELECT NOT (" + sleepsOnStandby + ")")),
		step.Connect("b"),
		step.Query("b", "SELECT count(*) FROM ledger", expect.Rows("0")),
	},
	Truth: []scenario.Truth{stock.Holds("the row is gone")},
}
