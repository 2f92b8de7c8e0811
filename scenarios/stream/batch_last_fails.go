package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BatchLastFails is a batch that fails at its end.
var BatchLastFails = scenario.Scenario{
	ID:    "stream/batch-last-fails",
	Title: "the last statement in one go fails",
	Why:   "All results but the last have been read and believed.",
	Refs: []string{
		`PostgreSQL manual, "Pipelining"`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Batch("a", expect.Integrity("not_null_violation", "23502"), "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO ledger (entry) VALUES ('b')", "INSERT INTO ledger (entry) VALUES (NULL)"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
