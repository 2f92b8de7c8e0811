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

// CancelBackendInTransaction cancels a statement of a transaction.
var CancelBackendInTransaction = scenario.Scenario{
	ID:    "server/cancel-backend-in-transaction",
	Title: "an administrator cancels a statement of a transaction",
	Why:   "The connection stays and the transaction does not: all that was written before is to be rolled back.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
		`PostgreSQL manual, "Server Signaling Functions": pg_cancel_backend`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Inject(fault.CancelBackend{Running: "pg_sleep"}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.ErrorInTx("query_canceled", "57014", "QueryCanceledError"))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
