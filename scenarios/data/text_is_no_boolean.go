package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoBoolean is a text that is no boolean.
var TextIsNoBoolean = scenario.Scenario{
	ID:    "data/text-is-no-boolean",
	Title: "a text that is no boolean",
	Why:   "A form sends what the column does not know.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::boolean", expect.Data("invalid_text_representation", "22P02"), "maybe"),
	},
}
