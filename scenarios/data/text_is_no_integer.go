package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoInteger is a text that is no integer.
var TextIsNoInteger = scenario.Scenario{
	ID:    "data/text-is-no-integer",
	Title: "a text that is no integer",
	Why:   "An id from a URL that nobody has looked at.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::int", expect.Data("invalid_text_representation", "22P02"), "12a"),
	},
}
