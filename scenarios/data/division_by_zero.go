package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DivisionByZero is a division by nothing.
var DivisionByZero = scenario.Scenario{
	ID:    "data/division-by-zero",
	Title: "a report divides by zero",
	Why:   "A report over a day without sales. It worked on all other days.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22012 division_by_zero`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1 / $1::text::int", expect.Data("division_by_zero", "22012"), "0"),
	},
}
