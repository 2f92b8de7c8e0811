package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NegativeLimit is a LIMIT below zero.
var NegativeLimit = scenario.Scenario{
	ID:    "data/negative-limit",
	Title: "a LIMIT that is negative",
	Why:   "page=0 in a URL, and the program takes one off.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2201W invalid_row_count_in_limit_clause`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1 LIMIT $1::text::int", expect.Data("invalid_row_count_in_limit_clause", "2201W"), "-1"),
	},
}
