package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// NoRows is an answer without a row.
var NoRows = scenario.Scenario{
	ID:    "caller/no-rows",
	Title: "one row is asked for, and there is none",
	Why:   "The most common error of all, and hardly one. Nothing is broken, and a retry brings no row.",
	Refs: []string{
		"Go: sql.ErrNoRows",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "SELECT entry FROM ledger", nil, step.Types("text"), expect.Delivered(pgdiag.NoRows, "ProgrammingError")),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('next')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the next entry is there", "next"),
	},
}
