package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoJSON is a text that is no JSON.
var TextIsNoJSON = scenario.Scenario{
	ID:    "data/text-is-no-json",
	Title: "a text that is no JSON",
	Why:   "A webhook body that was cut off on its way.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::jsonb", expect.Data("invalid_text_representation", "22P02"), "{\"a\":"),
	},
}
