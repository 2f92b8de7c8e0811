package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// IdleInTransactionTimeoutAtCommit is heard of in answer to COMMIT.
var IdleInTransactionTimeoutAtCommit = scenario.Scenario{
	ID:    "server/idle-in-transaction-timeout-at-commit",
	Title: "idle_in_transaction_session_timeout ends the session, then COMMIT is tried",
	Why: "The server has rolled the transaction back and said so. It is not in doubt, as a COMMIT without an answer is: it " +
		"can be run again from its start.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P03 idle_in_transaction_session_timeout`,
		`PostgreSQL manual, "Client Connection Defaults": idle_in_transaction_session_timeout`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		// Last, so that a machine that is slow does not end it earlier.
		step.Query("a", "SET idle_in_transaction_session_timeout = '50ms'", expect.InTrans()),
		step.Until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Commit("a", expect.Fatal("idle_in_transaction_session_timeout", "25P03", "InternalError")),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
