package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StatementTimeoutInTransaction is a statement of a transaction that takes too long.
var StatementTimeoutInTransaction = scenario.Scenario{
	ID:    "server/statement-timeout-in-transaction",
	Title: "statement_timeout, set by the client, ends a statement of a transaction",
	Why: "One slow statement, and the transaction has failed as a whole. COMMIT would answer with ROLLBACK, which many " +
		"clients report as success.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
		`PostgreSQL manual, "Client Connection Defaults": statement_timeout`,
		"pgjdbc/pgjdbc#1697",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Query("a", "SET LOCAL statement_timeout = '30ms'", expect.InTrans()),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", expect.ErrorInTx("statement_timeout", "57014", "QueryCanceledError"))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
