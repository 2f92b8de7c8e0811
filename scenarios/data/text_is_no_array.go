package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoArray is a text that is no array.
var TextIsNoArray = scenario.Scenario{
	ID:    "data/text-is-no-array",
	Title: "a text that is no array",
	Why:   "A list that was put together by hand.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::int[]", expect.Data("invalid_text_representation", "22P02"), "{1,2"),
	},
}
