package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CancelBackendMidQuery cancels a statement that the client has not cancelled.
var CancelBackendMidQuery = scenario.Scenario{
	ID:    "server/cancel-backend-mid-query",
	Title: "an administrator cancels an INSERT",
	Why: "The same code as for a statement_timeout and for a cancel of the client's own, which it was not. The connection " +
		"is as good as before; whoever tries again at once has the administrator cancel again.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
		`PostgreSQL manual, "Server Signaling Functions": pg_cancel_backend`,
		"PerformanceMonitor#3127",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.CancelBackend{Running: "pg_sleep"}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'cancelled' FROM pg_sleep(10)", expect.Error("query_canceled", "57014", "QueryCanceledError"))),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("only what came after is there", "after")},
}
