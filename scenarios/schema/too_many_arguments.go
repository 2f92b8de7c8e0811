package schema

import (
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TooManyArguments is a call that is too long.
var TooManyArguments = scenario.Scenario{
	ID:    "schema/too-many-arguments",
	Title: "a function is called with more arguments than there may be",
	Why:   "A call of a variadic function that was generated from a list.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 54023 too_many_arguments`,
		`PostgreSQL manual, "PostgreSQL Limits"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT concat(1"+strings.Repeat(", 1", 100)+")", expect.Error("too_many_arguments", "54023", "OperationalError")),
	},
}
