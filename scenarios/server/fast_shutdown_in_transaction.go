package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// FastShutdownInTransaction stops the server between two statements of a transaction.
var FastShutdownInTransaction = scenario.Scenario{
	ID:    "server/fast-shutdown-in-transaction",
	Title: "a fast shutdown of the server while a transaction is open, then COMMIT is tried",
	Why: "The transaction is rolled back, as the FATAL says that is read in answer to COMMIT. It has to be run again as a " +
		"whole.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Commit("a", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
