package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SeriesStepOfZero is a series that never ends.
var SeriesStepOfZero = scenario.Scenario{
	ID:    "data/series-step-of-zero",
	Title: "a series whose step is zero",
	Why:   "The width of a chart divided by its points, in integers.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22023 invalid_parameter_value`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT generate_series(1, 10, $1::text::int)", expect.Data("invalid_parameter_value", "22023"), "0"),
	},
}
