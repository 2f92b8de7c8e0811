package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TempFileLimitInTransaction is a report in a transaction that needs more than it may have.
var TempFileLimitInTransaction = scenario.Scenario{
	ID:    "server/temp-file-limit-in-transaction",
	Title: "a statement of a transaction needs more temporary files than temp_file_limit allows",
	Why:   "The transaction has failed with it, and would fail again in the same place: there is nothing to wait for.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53400 configuration_limit_exceeded`,
		`PostgreSQL manual, "Resource Consumption": temp_file_limit`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}, SQL: append(stock.Ledger[:2:2],
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET temp_file_limit = ''64kB''', current_database()); END $$",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''64kB''', current_database()); END $$",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Query("a", "SELECT count(*) FROM (SELECT n FROM generate_series(1, 50000) AS n ORDER BY md5(n::text) OFFSET 0) AS sorted", expect.ErrorInTx("configuration_limit_exceeded", "53400", "OperationalError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
