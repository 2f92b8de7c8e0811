package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// InvalidRegularExpression is a pattern that is none.
var InvalidRegularExpression = scenario.Scenario{
	ID:    "data/invalid-regular-expression",
	Title: "a search with a regular expression that is none",
	Why:   "A search box hands what was typed to the ~ operator.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2201B invalid_regular_expression`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 'abc' ~ $1", expect.Data("invalid_regular_expression", "2201B"), "(a"),
	},
}
