package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SavepointReleased is a savepoint that is gone.
var SavepointReleased = scenario.Scenario{
	ID:    "transaction/savepoint-released",
	Title: "ROLLBACK TO a savepoint that was released",
	Why:   "What was released belongs to the transaction around it, and can not be undone alone.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 3B001 invalid_savepoint_specification`,
		`PostgreSQL manual, "RELEASE SAVEPOINT"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SAVEPOINT s", expect.InTrans()),
		step.Query("a", "RELEASE SAVEPOINT s", expect.InTrans()),
		step.Query("a", "ROLLBACK TO SAVEPOINT s", expect.ErrorInTx("invalid_savepoint_specification", "3B001", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
}
