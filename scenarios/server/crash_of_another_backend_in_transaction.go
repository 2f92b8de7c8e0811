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

// CrashOfAnotherBackendInTransaction crashes the server in the middle of a transaction.
var CrashOfAnotherBackendInTransaction = scenario.Scenario{
	ID:    "server/crash-of-another-backend-in-transaction",
	Title: "another process of the server crashes in the middle of a statement of a transaction",
	Why: "The transaction had not been committed, so that it is gone, and may be run again from its start once the server " +
		"has recovered.",
	Refs: []string{
		`PostgreSQL manual, "Error Handling": restart_after_crash`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P02 crash_shutdown`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{}),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
