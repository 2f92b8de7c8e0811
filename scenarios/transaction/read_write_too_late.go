package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ReadWriteTooLate is a wish that comes too late.
var ReadWriteTooLate = scenario.Scenario{
	ID:    "transaction/read-write-too-late",
	Title: "READ WRITE is asked for in a read-only transaction that has begun",
	Why:   "A framework opens the transaction as read only, and a service down below wants to write.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25001 active_sql_transaction`,
		`PostgreSQL manual, "SET TRANSACTION"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SET TRANSACTION READ ONLY", expect.InTrans()),
		step.Query("a", "SELECT 1", expect.In(expect.Rows("1"))),
		step.Query("a", "SET TRANSACTION READ WRITE", expect.ErrorInTx("active_sql_transaction", "25001", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
}
