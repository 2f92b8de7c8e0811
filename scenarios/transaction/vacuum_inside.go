package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// VacuumInside is what must run alone.
var VacuumInside = scenario.Scenario{
	ID:    "transaction/vacuum-inside",
	Title: "VACUUM in a transaction",
	Why:   "A maintenance job whose library opens a transaction by itself.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25001 active_sql_transaction`,
		`PostgreSQL manual, "VACUUM"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "VACUUM", expect.ErrorInTx("active_sql_transaction", "25001", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
}
