package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// IdleTransactionTimeout ends a transaction that has waited too long for its client.
var IdleTransactionTimeout = scenario.Scenario{
	ID:    "pooler/idle-transaction-timeout",
	Title: "idle_transaction_timeout of the pooler ends the connection, then an INSERT is tried",
	Why: "Not the server's timeout, and not its code: the pooler ends both connections with 08P01. The transaction is " +
		"rolled back all the same.",
	Refs: []string{
		`pgbouncer manual, "Configuration": idle_transaction_timeout`,
	},
	Given: given("transaction", map[string]string{"idle_transaction_timeout": "0.2"}),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('second')", saysInTransaction()),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
