package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoRange is a text that is no range.
var TextIsNoRange = scenario.Scenario{
	ID:    "data/text-is-no-range",
	Title: "a text that is no range",
	Why:   "A range that was put together by hand.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::int4range", expect.Data("invalid_text_representation", "22P02"), "[10,1"),
	},
}
