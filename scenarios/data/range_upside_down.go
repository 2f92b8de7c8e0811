package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RangeUpsideDown is a range whose end is before its start.
var RangeUpsideDown = scenario.Scenario{
	ID:    "data/range-upside-down",
	Title: "a range that ends before it starts",
	Why:   "Somebody picked the dates the wrong way round.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22000 data_exception`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT int4range($1::text::int, $2::text::int)", expect.Data("data_exception", "22000"), "10", "1"),
	},
}
