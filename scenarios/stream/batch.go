package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// Batch is a batch that works.
var Batch = scenario.Scenario{
	ID:    "stream/batch",
	Title: "several statements in one go",
	Why:   "The measure of what follows.",
	Refs: []string{
		`PostgreSQL manual, "Pipeline Mode"`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Batch("a", expect.OK(), "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO ledger (entry) VALUES ('b')"),
	},
	Truth: []scenario.Truth{
		stock.Holds("both are there", "a", "b"),
	},
}
