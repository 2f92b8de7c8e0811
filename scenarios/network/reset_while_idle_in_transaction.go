package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetWhileIdleInTransaction kills the connection between two statements of a transaction.
var ResetWhileIdleInTransaction = scenario.Scenario{
	ID:    "network/reset-while-idle-in-transaction",
	Title: "the connection is reset between two statements of a transaction",
	Why: "What was done so far is undone by the server, whatever becomes of the statement at hand. A driver that " +
		"connects again and goes on runs the rest outside of any transaction.",
	Refs: []string{
		"porsager/postgres#1155",
		"TableProApp/TablePro#2765",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.InTrans()),
		step.Inject(fault.Reset{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", resetInTransaction()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is not there"),
	},
}
