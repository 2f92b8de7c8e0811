package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TempFileLimit is a sort that needs more than it may have.
var TempFileLimit = scenario.Scenario{
	ID:    "server/temp-file-limit",
	Title: "a statement needs more temporary files than temp_file_limit allows",
	Why: "A report over all customers sorts on disk. The limit is the session's own, so that it will be met again: by its " +
		"class of codes it looks like a passing lack of resources, and clients drop the pool, or wait and try for ever.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53400 configuration_limit_exceeded`,
		`PostgreSQL manual, "Resource Consumption": temp_file_limit`,
	},
	Given: scenario.Given{SQL: append(stock.Ledger[:2:2],
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET temp_file_limit = ''64kB''', current_database()); END $$",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''64kB''', current_database()); END $$",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) SELECT s FROM (SELECT n::text AS s FROM generate_series(1, 50000) AS n ORDER BY md5(n::text)) AS sorted", expect.Error("configuration_limit_exceeded", "53400", "OperationalError")),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("only what came after is there", "after")},
}
