package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminateBackendInTransaction ends a session between two statements of a transaction.
var TerminateBackendInTransaction = scenario.Scenario{
	ID:    "server/terminate-backend-in-transaction",
	Title: "the server ends the session while it is idle in a transaction, then an INSERT is tried",
	Why: "The statement that hears of it is not the only one that is gone: all of the transaction is. A client that " +
		"reconnects by itself and goes on runs the rest of it outside of any transaction.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Server Signaling Functions": pg_terminate_backend`,
		"porsager/postgres#1155",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Inject(fault.TerminateBackend{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('second')", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
