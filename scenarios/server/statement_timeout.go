package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StatementTimeout is a statement that takes longer than the client has allowed the server.
var StatementTimeout = scenario.Scenario{
	ID:    "server/statement-timeout",
	Title: "statement_timeout, set by the client, ends an INSERT",
	Why: "The code is that of a cancel, and the client has not cancelled. Taken for a passing failure, the statement is " +
		"tried again and again by every worker, and the server has no time left for anything else.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
		`PostgreSQL manual, "Client Connection Defaults": statement_timeout`,
		"stackrox/stackrox#4716",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET statement_timeout = '30ms'", expect.OK()),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'late' FROM pg_sleep(10)", expect.Error("statement_timeout", "57014", "QueryCanceledError"))),
		step.Query("a", "SET statement_timeout = 0", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
