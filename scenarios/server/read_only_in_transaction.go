package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ReadOnlyInTransaction is a server that takes no writes, met in a transaction.
var ReadOnlyInTransaction = scenario.Scenario{
	ID:    "server/read-only-in-transaction",
	Title: "the server is set to read-only, then an INSERT is tried in a transaction",
	Why:   "Nobody has asked for READ ONLY in this transaction: it belongs on a server that writes, from its start.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25006 read_only_sql_transaction`,
		`PostgreSQL manual, "Client Connection Defaults": default_transaction_read_only`,
		"gpustack/gpustack#6105",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Setting{Setting: "default_transaction_read_only", Value: "on"}),
		step.Query("a", "BEGIN", expect.InTrans()), // some libraries begin READ WRITE, which is refused here or overrides it
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('refused')", expect.Retry(pgdiag.RetryReconnect, expect.ErrorInTx("read_only_sql_transaction", "25006", "InternalError"))),
		step.Query("a", "ROLLBACK", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
