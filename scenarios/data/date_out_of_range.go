package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DateOutOfRange is a day that the month does not have.
var DateOutOfRange = scenario.Scenario{
	ID:    "data/date-out-of-range",
	Title: "a date that does not exist",
	Why:   "The thirtieth of February, made by adding one to the month.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22008 datetime_field_overflow`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::date", expect.Data("datetime_field_overflow", "22008"), "2026-02-30"),
	},
}
