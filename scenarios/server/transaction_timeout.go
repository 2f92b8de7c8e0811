package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TransactionTimeout ends a transaction that takes too long as a whole.
var TransactionTimeout = scenario.Scenario{
	ID:    "server/transaction-timeout",
	Title: "transaction_timeout ends the session in the middle of a statement",
	Why: "New in 17, and unlike statement_timeout it costs the connection. Poolers and libraries that do not know the code " +
		"take it for anything.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P04 transaction_timeout`,
		`PostgreSQL manual, "Client Connection Defaults": transaction_timeout`,
		"pgdogdev/pgdog#839",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}, MinVersion: 17},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET transaction_timeout = '300ms'", expect.OK()),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.Fatal("transaction_timeout", "25P04", "InternalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
