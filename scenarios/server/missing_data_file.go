package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MissingDataFile removes the file of a table.
var MissingDataFile = scenario.Scenario{
	ID:    "server/missing-data-file",
	Title: "a query reads a table whose file is gone",
	Why: "Somebody has made room in the wrong folder. The error is the server's and stays the same; 58P01 is also what " +
		"COPY says for a wrong path, and clients that drop their pool for class 58 do so in vain.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 58P01 undefined_file`,
		`PostgreSQL manual, "Database File Layout"`,
	},
	Given: scenario.Given{Own: true, SQL: append(stock.Ledger[:2:2],
		"INSERT INTO ledger (entry) VALUES ('gone')",
		"CHECKPOINT",
		"DO $$ BEGIN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', format('rm %s', current_setting('data_directory') || '/' || pg_relation_filepath('ledger'))); END $$",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT entry FROM ledger", expect.Error("undefined_file", "58P01", "OperationalError")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
