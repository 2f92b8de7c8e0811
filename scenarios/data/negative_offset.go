package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NegativeOffset is an OFFSET below zero.
var NegativeOffset = scenario.Scenario{
	ID:    "data/negative-offset",
	Title: "an OFFSET that is negative",
	Why:   "page=0 in a URL, and the program multiplies.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2201X invalid_row_count_in_result_offset_clause`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1 OFFSET $1::text::int", expect.Data("invalid_row_count_in_result_offset_clause", "2201X"), "-20"),
	},
}
