package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CancelInTransaction is a cancel in the middle of a transaction.
var CancelInTransaction = scenario.Scenario{
	ID:    "caller/cancel-in-transaction",
	Title: "the caller cancels while a statement of a transaction runs",
	Why:   "As with a deadline: nothing of the transaction stays.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Async(step.Query("a", "SELECT pg_sleep(10)", expect.RolledBack(pgdiag.RetryNo, expect.GivenUpInTx(pgdiag.CallerCancel)))),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
