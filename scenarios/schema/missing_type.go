package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingType is a type that is not there.
var MissingType = scenario.Scenario{
	ID:    "schema/missing-type",
	Title: "a cast to a type that does not exist",
	Why:   "The extension or the enum is on the developer's database alone.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 'x'::geography_of_nowhere", expect.Programming("undefined_object", "42704")),
	},
}
