package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RollbackAfterSessionEnded rolls back when the session is over.
var RollbackAfterSessionEnded = scenario.Scenario{
	ID:    "server/rollback-after-session-ended",
	Title: "idle_in_transaction_session_timeout ends the session, then ROLLBACK is tried",
	Why:   "The deferred ROLLBACK of every program. It must say that nothing is left to do, and neither hang nor crash.",
	Refs: []string{
		`PostgreSQL manual, "Client Connection Defaults": idle_in_transaction_session_timeout`,
		"jackc/pgx#2470",
		"brianc/node-postgres#1454",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('lost')", expect.InTrans()),
		// Last, so that a machine that is slow does not end it earlier.
		step.Query("a", "SET idle_in_transaction_session_timeout = '50ms'", expect.InTrans()),
		step.Until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Rollback("a", expect.Fatal("idle_in_transaction_session_timeout", "25P03", "InternalError")),
	},
	Truth: []scenario.Truth{stock.Holds("nothing is there")},
}
