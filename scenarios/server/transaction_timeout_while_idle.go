package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TransactionTimeoutWhileIdle ends a transaction between two statements.
var TransactionTimeoutWhileIdle = scenario.Scenario{
	ID:    "server/transaction-timeout-while-idle",
	Title: "transaction_timeout ends the session while it is idle in a transaction, then COMMIT is tried",
	Why: "The limit is for the transaction, whoever is slow in it. The server has rolled back, and said so before COMMIT " +
		"came.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P04 transaction_timeout`,
		`PostgreSQL manual, "Client Connection Defaults": transaction_timeout`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}, MinVersion: 17},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET transaction_timeout = '300ms'", expect.OK()),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Commit("a", expect.Fatal("transaction_timeout", "25P04", "InternalError")),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
