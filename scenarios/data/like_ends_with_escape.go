package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LikeEndsWithEscape is a pattern that ends in its escape character.
var LikeEndsWithEscape = scenario.Scenario{
	ID:    "data/like-ends-with-escape",
	Title: "a LIKE pattern ends with its escape character",
	Why:   "A search box hands a backslash at the end to LIKE.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22025 invalid_escape_sequence`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 'abc' LIKE $1", expect.Data("invalid_escape_sequence", "22025"), "ab\\"),
	},
}
