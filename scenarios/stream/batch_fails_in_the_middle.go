package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BatchFailsInTheMiddle is a batch that is one transaction.
var BatchFailsInTheMiddle = scenario.Scenario{
	ID:    "stream/batch-fails-in-the-middle",
	Title: "the second of three statements in one go fails",
	Why: "The statements of one batch are one transaction, though nobody has said BEGIN. The first one succeeded, was " +
		"reported so, and is gone.",
	Refs: []string{
		`PostgreSQL manual, "Pipelining"`,
		"jackc/pgx: errors surface at BatchResults",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Batch("a", expect.Integrity("not_null_violation", "23502"), "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO ledger (entry) VALUES (NULL)", "INSERT INTO ledger (entry) VALUES ('b')"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
