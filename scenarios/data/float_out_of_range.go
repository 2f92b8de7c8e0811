package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FloatOutOfRange is a number that is larger than any float.
var FloatOutOfRange = scenario.Scenario{
	ID:    "data/float-out-of-range",
	Title: "a text that no float8 can hold",
	Why:   "A sensor, or an attacker, sends 1e400.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22003 numeric_value_out_of_range`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::float8", expect.Data("numeric_value_out_of_range", "22003"), "1e400"),
	},
}
