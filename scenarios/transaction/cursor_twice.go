package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CursorTwice is two cursors of one name.
var CursorTwice = scenario.Scenario{
	ID:    "transaction/cursor-twice",
	Title: "a cursor is declared under a name that is taken",
	Why:   "The export was called again in the same transaction.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P03 duplicate_cursor`,
		`PostgreSQL manual, "DECLARE"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "DECLARE c CURSOR FOR SELECT 1", expect.InTrans()),
		step.Query("a", "DECLARE c CURSOR FOR SELECT 2", expect.ErrorInTx("duplicate_cursor", "42P03", "ProgrammingError")),
		step.Rollback("a", expect.OK()),
	},
}
