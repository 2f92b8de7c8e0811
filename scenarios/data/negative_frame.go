package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NegativeFrame is a window frame below zero.
var NegativeFrame = scenario.Scenario{
	ID:    "data/negative-frame",
	Title: "a window frame with a negative size",
	Why:   "The size of a moving average came from a setting.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22013 invalid_preceding_or_following_size`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT sum(1) OVER (ROWS $1::text::int PRECEDING)", expect.Data("invalid_preceding_or_following_size", "22013"), "-1"),
	},
}
