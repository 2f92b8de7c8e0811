package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// IsolationTooLate is another wish that comes too late.
var IsolationTooLate = scenario.Scenario{
	ID:    "transaction/isolation-too-late",
	Title: "the isolation level is set after the first query",
	Why:   "A hook of the framework has asked something before the level was set.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25001 active_sql_transaction`,
		`PostgreSQL manual, "SET TRANSACTION"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SELECT 1", expect.In(expect.Rows("1"))),
		step.Query("a", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", expect.ErrorInTx("active_sql_transaction", "25001", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
}
