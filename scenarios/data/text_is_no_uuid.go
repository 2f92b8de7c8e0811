package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoUUID is a text that is no UUID.
var TextIsNoUUID = scenario.Scenario{
	ID:    "data/text-is-no-uuid",
	Title: "a text that is no UUID",
	Why:   "A key from a URL, or one that was cut off.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::uuid", expect.Data("invalid_text_representation", "22P02"), "not-a-uuid"),
	},
}
