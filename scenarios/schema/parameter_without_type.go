package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ParameterWithoutType is a parameter whose type nobody knows.
var ParameterWithoutType = scenario.Scenario{
	ID:    "schema/parameter-without-type",
	Title: "a statement skips a parameter, whose type can not be known",
	Why:   "The statement uses $2 and not $1. It can not be prepared.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P18 indeterminate_datatype`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT $2::int", expect.Programming("indeterminate_datatype", "42P18")),
	},
}
