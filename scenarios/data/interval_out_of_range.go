package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// IntervalOutOfRange is an interval that is too long.
var IntervalOutOfRange = scenario.Scenario{
	ID:    "data/interval-out-of-range",
	Title: "an interval that is longer than the type can hold",
	Why:   "\"For ever\", as somebody has put it into a setting.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22015 interval_field_overflow`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::interval", expect.Data("interval_field_overflow", "22015"), "99999999999 years"),
	},
}
