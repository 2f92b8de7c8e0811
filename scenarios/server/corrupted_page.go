package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CorruptedPage spoils the header of a page.
var CorruptedPage = scenario.Scenario{
	ID:    "server/corrupted-page",
	Title: "a query reads a page that is not one any more",
	Why: "A disk lies. The statement fails each time it comes by, the connection is good, and every retry is one more read " +
		"of a dying disk.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": XX001 data_corrupted`,
		`PostgreSQL manual, "Developer Options": zero_damaged_pages`,
	},
	Given: scenario.Given{Own: true, SQL: append(stock.Ledger[:2:2],
		"INSERT INTO ledger (entry) VALUES ('spoilt')",
		"CHECKPOINT",
		"DO $$ BEGIN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', format('head -c 24 /dev/zero | tr ''\\000'' ''\\377'' | dd of=%s conv=notrunc', current_setting('data_directory') || '/' || pg_relation_filepath('ledger'))); END $$",
	)},
	Steps: []scenario.Step{
		step.Inject(fault.Restart{}),
		step.Connect("a"),
		step.Query("a", "SELECT entry FROM ledger", expect.Error("data_corrupted", "XX001", "InternalError")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
