package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ArrayOfUnequalRows is an array whose rows differ in length.
var ArrayOfUnequalRows = scenario.Scenario{
	ID:    "data/array-of-unequal-rows",
	Title: "an array whose rows differ in length",
	Why:   "A matrix from a spreadsheet with an empty cell.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2202E array_subscript_error`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT ARRAY[ARRAY[1, 2], $1::text::int[]]", expect.Data("array_subscript_error", "2202E"), "{3}"),
	},
}
