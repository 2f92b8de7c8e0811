package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// AmbiguousFunction is a call that fits two functions.
var AmbiguousFunction = scenario.Scenario{
	ID:    "schema/ambiguous-function",
	Title: "a call fits two functions equally well",
	Why:   "An overload was added, and calls with NULL no longer know which is meant.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42725 ambiguous_function`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE FUNCTION weigh(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
		"CREATE FUNCTION weigh(point) RETURNS int LANGUAGE sql AS $$ SELECT 2 $$",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT weigh(NULL)", expect.Programming("ambiguous_function", "42725")),
	},
}
