package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NullNotAllowed is a NULL where a function takes none.
var NullNotAllowed = scenario.Scenario{
	ID:    "data/null-not-allowed",
	Title: "a NULL where a function takes none",
	Why:   "A setting that is not there yet.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22004 null_value_not_allowed`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT format(NULLIF($1, ''), 1) || format('%I', NULL::text)", expect.Data("null_value_not_allowed", "22004"), ""),
	},
}
