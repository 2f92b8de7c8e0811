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

// OwnBackendKilledInTransaction kills the process that serves this session while a transaction is open.
var OwnBackendKilledInTransaction = scenario.Scenario{
	ID:    "server/own-backend-killed-in-transaction",
	Title: "the process that serves the session is killed in the middle of a statement of a transaction",
	Why:   "No word of the server, and no doubt either: COMMIT was never sent.",
	Refs: []string{
		`PostgreSQL manual, "Linux Memory Overcommit"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{Backend: true}),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
