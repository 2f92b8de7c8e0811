package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ImmediateShutdownInTransaction stops the server at once while a transaction is open.
var ImmediateShutdownInTransaction = scenario.Scenario{
	ID:    "server/immediate-shutdown-in-transaction",
	Title: "an immediate shutdown of the server in the middle of a statement of a transaction",
	Why:   "No error is said, and still nothing is in doubt: COMMIT was never sent.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Shutdown{Mode: fault.Immediate}),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
