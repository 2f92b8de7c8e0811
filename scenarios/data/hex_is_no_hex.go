package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// HexIsNoHex is bytes in hexadecimal that are none.
var HexIsNoHex = scenario.Scenario{
	ID:    "data/hex-is-no-hex",
	Title: "a text that is no hexadecimal",
	Why:   "A key was pasted with its colons.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22023 invalid_parameter_value`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT decode($1, 'hex')", expect.Data("invalid_parameter_value", "22023"), "xy"),
	},
}
