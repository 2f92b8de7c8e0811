package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoDate is a text that is no date.
var TextIsNoDate = scenario.Scenario{
	ID:    "data/text-is-no-date",
	Title: "a text that is no date",
	Why:   "A date in the words of a user.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22007 invalid_datetime_format`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::date", expect.Data("invalid_datetime_format", "22007"), "tomorrow-ish"),
	},
}
