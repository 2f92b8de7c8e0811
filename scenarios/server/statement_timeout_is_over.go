package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StatementTimeoutIsOver is a cancel when nothing of the client's own limit is left.
var StatementTimeoutIsOver = scenario.Scenario{
	ID:    "server/statement-timeout-is-over",
	Title: "an administrator cancels a statement, and the statement_timeout of an earlier transaction is over",
	Why: "Both have one code. SET LOCAL ends with its transaction: who still remembers it blames a limit that is not there any " +
		"more, and somebody raises it.",
	Refs: []string{
		`PostgreSQL manual, "SET": LOCAL takes effect for only the current transaction`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
		"jackc/pgx#787",
		"rails/rails#50201",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SET LOCAL statement_timeout = '300ms'", expect.InTrans()),
		step.Commit("a", expect.OK()),
		step.Async(step.Query("a", "INSERT INTO ledger (entry) SELECT 'late' FROM pg_sleep(10)", expect.Error("query_canceled", "57014", "QueryCanceledError"))),
		step.Until(sleepsPastTimeout),
		step.Rig("admin", stock.CancelRunning),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
