package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SyntaxError is a statement that is none.
var SyntaxError = scenario.Scenario{
	ID:    "schema/syntax-error",
	Title: "a statement can not be parsed",
	Why:   "SQL that was put together from pieces. The connection is as good as before.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42601 syntax_error`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELEC 1", expect.Programming("syntax_error", "42601")),
	},
}
