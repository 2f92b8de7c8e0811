package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NthValueOfZero is a row of a window that can not be.
var NthValueOfZero = scenario.Scenario{
	ID:    "data/nth-value-of-zero",
	Title: "the row number 0 of a window is asked for",
	Why:   "A program counts from zero, and SQL from one.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22016 invalid_argument_for_nth_value_function`,
		`PostgreSQL manual, "Window Functions"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT nth_value(1, $1::text::int) OVER ()", expect.Data("invalid_argument_for_nth_value_function", "22016"), "0"),
	},
}
