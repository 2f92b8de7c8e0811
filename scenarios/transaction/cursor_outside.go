package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CursorOutside is a cursor without a transaction.
var CursorOutside = scenario.Scenario{
	ID:    "transaction/cursor-outside",
	Title: "DECLARE outside a transaction",
	Why:   "Autocommit was left on: the cursor would be gone at once.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P01 no_active_sql_transaction`,
		`PostgreSQL manual, "DECLARE"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "DECLARE c CURSOR FOR SELECT 1", expect.Error("no_active_sql_transaction", "25P01", "InternalError")),
	},
}
