package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ErrorAfterRows is an error that comes after rows have come.
var ErrorAfterRows = scenario.Scenario{
	ID:    "data/error-after-rows",
	Title: "a query fails when half of its rows have been sent",
	Why: "The division by zero is in the last row: rows have come by then. Who treats the rows so far as the answer " +
		"reports a total that is wrong.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22012 division_by_zero`,
		`PostgreSQL manual, "Message Flow": Extended Query`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 100 / (20000 - n) FROM generate_series(1, 20000) AS n", expect.Data("division_by_zero", "22012")),
	},
}
