package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// AssignmentToConstant is a block that changes what it has declared constant.
var AssignmentToConstant = scenario.Scenario{
	ID:    "data/assignment-to-constant",
	Title: "a DO block assigns to a constant",
	Why: "A migration was written on one evening and changed on another. The block is refused as a whole before its first " +
		"statement.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22005 error_in_assignment`,
		`PostgreSQL manual, "PL/pgSQL Declarations": CONSTANT`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "DO $$ DECLARE rate CONSTANT int := 1; BEGIN rate := 2; END $$", expect.Data("error_in_assignment", "22005")),
	},
}
