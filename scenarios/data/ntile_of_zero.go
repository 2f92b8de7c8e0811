package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NtileOfZero is buckets of which there are none.
var NtileOfZero = scenario.Scenario{
	ID:    "data/ntile-of-zero",
	Title: "rows are dealt out to no bucket",
	Why:   "The number of buckets came from a setting.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22014 invalid_argument_for_ntile_function`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT ntile($1::text::int) OVER ()", expect.Data("invalid_argument_for_ntile_function", "22014"), "0"),
	},
}
