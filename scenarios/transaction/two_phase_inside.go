package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TwoPhaseInside is the second phase in the wrong place.
var TwoPhaseInside = scenario.Scenario{
	ID:    "transaction/two-phase-inside",
	Title: "COMMIT PREPARED in a transaction",
	Why:   "A framework opens a transaction around everything.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25001 active_sql_transaction`,
		`PostgreSQL manual, "COMMIT PREPARED"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "COMMIT PREPARED 'nowhere to be found'", expect.ErrorInTx("active_sql_transaction", "25001", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
}
