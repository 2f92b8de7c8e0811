package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingFunction is a function that is not there.
var MissingFunction = scenario.Scenario{
	ID:    "schema/missing-function",
	Title: "a SELECT calls a function that does not exist",
	Why:   "An extension was not created on this database, or an argument has another type: both are \"does not exist\".",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42883 undefined_function`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT similarity_of('a', 'b')", expect.Programming("undefined_function", "42883")),
	},
}
