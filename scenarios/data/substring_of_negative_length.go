package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SubstringOfNegativeLength is a piece of a text that ends before it begins.
var SubstringOfNegativeLength = scenario.Scenario{
	ID:    "data/substring-of-negative-length",
	Title: "a substring with a negative length",
	Why:   "The length is the difference of two positions, and for one row in a million the second comes first.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22011 substring_error`,
		`PostgreSQL manual, "String Functions and Operators"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT substring('abc', 1, $1::text::int)", expect.Data("substring_error", "22011"), "-1"),
	},
}
