package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LogarithmOfZero is a logarithm that does not exist.
var LogarithmOfZero = scenario.Scenario{
	ID:    "data/logarithm-of-zero",
	Title: "the logarithm of zero",
	Why:   "A score is computed from a count that is zero for new users.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2201E invalid_argument_for_logarithm`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT ln($1::text::numeric)", expect.Data("invalid_argument_for_logarithm", "2201E"), "0"),
	},
}
