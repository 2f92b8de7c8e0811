package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TransactionTimeoutOfOneStatement shows that a statement alone is a transaction, too.
var TransactionTimeoutOfOneStatement = scenario.Scenario{
	ID:    "server/transaction-timeout-of-one-statement",
	Title: "transaction_timeout ends the session in the middle of a statement that is its own transaction",
	Why:   "There is no BEGIN to be seen, and the limit counts all the same.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P04 transaction_timeout`,
		`PostgreSQL manual, "Client Connection Defaults": transaction_timeout`,
	},
	Given: scenario.Given{SQL: stock.Ledger, MinVersion: 17},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET transaction_timeout = '100ms'", expect.OK()),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'late' FROM pg_sleep(10)", expect.Fatal("transaction_timeout", "25P04", "InternalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
