package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TransactionInStatementMode begins a transaction where there are none.
var TransactionInStatementMode = scenario.Scenario{
	ID:    "pooler/transaction-in-statement-mode",
	Title: "statement pooling: BEGIN ends the connection",
	Why: "The pooler can not give a transaction to a client that may have another server connection for each statement, " +
		"and says so by ending the connection.",
	Refs: []string{
		`pgbouncer manual, "Configuration": pool_mode`,
	},
	Given: given("statement", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		beginFails("a", saysInTransaction()),
	},
}
