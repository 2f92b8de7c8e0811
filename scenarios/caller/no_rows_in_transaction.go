package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// NoRowsInTransaction is an answer without a row, in a transaction.
var NoRowsInTransaction = scenario.Scenario{
	ID:    "caller/no-rows-in-transaction",
	Title: "one row is asked for in a transaction, and there is none",
	Why: "No error of the server's: the transaction goes on. A helper that rolls back at any error loses what was written " +
		"before.",
	Refs: []string{
		"Go: sql.ErrNoRows",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.QueryRow("a", "SELECT entry FROM ledger WHERE id < 0", nil, step.Types("text"), expect.Open(expect.Delivered(pgdiag.NoRows, "ProgrammingError"))),
		step.Commit("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the first entry is there", "first"),
	},
}
