package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BatchDoesNotPrepare is a batch of which one statement makes no sense.
var BatchDoesNotPrepare = scenario.Scenario{
	ID:    "stream/batch-does-not-prepare",
	Title: "the second of two statements in one go names a table that does not exist",
	Why:   "Drivers that prepare first find out before anything is executed, others in the middle; nothing stays either way.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Batch("a", expect.Programming("undefined_table", "42P01"), "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO nowhere VALUES (1)"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
