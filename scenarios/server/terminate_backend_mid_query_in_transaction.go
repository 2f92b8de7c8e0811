package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminateBackendMidQueryInTransaction ends a session that works on the second statement of a transaction.
var TerminateBackendMidQueryInTransaction = scenario.Scenario{
	ID:    "server/terminate-backend-mid-query-in-transaction",
	Title: "the server ends the session in the middle of a statement of a transaction",
	Why: "The administrator ends the report that holds the locks. What it had written before is gone as well, and the " +
		"whole of it may be run again.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Server Signaling Functions": pg_terminate_backend`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Inject(fault.TerminateBackend{Running: "pg_sleep"}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
