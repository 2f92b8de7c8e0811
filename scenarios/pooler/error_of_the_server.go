package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ErrorOfTheServer is an error that the pooler passes on.
var ErrorOfTheServer = scenario.Scenario{
	ID:    "pooler/error-of-the-server",
	Title: "a query fails on the server behind a pooler",
	Why: "Not all that comes by a pooler is the pooler's. What the server says is whole, with its severity and its source, " +
		"and means what it means without one.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT * FROM nowhere", expect.Programming("undefined_table", "42P01")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
