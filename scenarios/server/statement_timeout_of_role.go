package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StatementTimeoutOfRole is a limit of which the client knows nothing.
var StatementTimeoutOfRole = scenario.Scenario{
	ID:    "server/statement-timeout-of-role",
	Title: "statement_timeout, set for the database, ends an INSERT",
	Why: "The limit is the administrator's, and the client has never seen it. All that it can know without reading a " +
		"message in whatever language is that the server has cancelled the statement.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
		`PostgreSQL manual, "ALTER DATABASE"`,
		"litestar-org/sqlspec#689",
	},
	Given: scenario.Given{SQL: append(stock.Ledger[:2:2],
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''300ms''', current_database()); END $$",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'late' FROM pg_sleep(10)", statementTimeoutOrCancel())),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
