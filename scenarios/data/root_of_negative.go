package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RootOfNegative is a root that does not exist.
var RootOfNegative = scenario.Scenario{
	ID:    "data/root-of-negative",
	Title: "the square root of a negative number",
	Why:   "A standard deviation over rounded sums.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2201F invalid_argument_for_power_function`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT sqrt($1::text::numeric)", expect.Data("invalid_argument_for_power_function", "2201F"), "-1"),
	},
}
