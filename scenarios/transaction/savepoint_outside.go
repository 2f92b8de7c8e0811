package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SavepointOutside is a savepoint without a transaction.
var SavepointOutside = scenario.Scenario{
	ID:    "transaction/savepoint-outside",
	Title: "SAVEPOINT outside a transaction",
	Why:   "Autocommit was left on. Nothing is open that a savepoint could be part of.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P01 no_active_sql_transaction`,
		`PostgreSQL manual, "SAVEPOINT"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SAVEPOINT s", expect.Error("no_active_sql_transaction", "25P01", "InternalError")),
	},
}
