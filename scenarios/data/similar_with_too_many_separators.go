package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SimilarWithTooManySeparators is a pattern in four parts.
var SimilarWithTooManySeparators = scenario.Scenario{
	ID:    "data/similar-with-too-many-separators",
	Title: "a SIMILAR substring with more than two separators",
	Why:   "The pattern is put together from pieces, and one of them had the separators in it already.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200C invalid_use_of_escape_character`,
		`PostgreSQL manual, "SIMILAR TO Regular Expressions"`,
	},
	Given: scenario.Given{MinVersion: 14},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT substring('abc' SIMILAR $1::text ESCAPE '#')", expect.Data("invalid_use_of_escape_character", "2200C"), "#\"a#\"b#\"c#\""),
	},
}
