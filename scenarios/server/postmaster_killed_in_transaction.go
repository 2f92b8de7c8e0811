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

// PostmasterKilledInTransaction kills the first process of the server while a transaction is open.
var PostmasterKilledInTransaction = scenario.Scenario{
	ID:    "server/postmaster-killed-in-transaction",
	Title: "the postmaster is killed in the middle of a statement of a transaction",
	Why:   "Whatever has killed the server, a transaction whose COMMIT was not sent is gone.",
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
		step.Inject(fault.KillServer{}),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
