package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TimeZoneOutOfRange is an offset that no time zone has.
var TimeZoneOutOfRange = scenario.Scenario{
	ID:    "data/time-zone-out-of-range",
	Title: "a time with an offset that is out of range",
	Why:   "A device with a broken clock sends its time.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22009 invalid_time_zone_displacement_value`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::timestamptz", expect.Data("invalid_time_zone_displacement_value", "22009"), "2026-01-01 00:00:00+99"),
	},
}
