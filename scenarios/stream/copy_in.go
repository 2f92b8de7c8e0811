package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyIn is a COPY that works.
var CopyIn = scenario.Scenario{
	ID:    "stream/copy-in",
	Title: "COPY FROM STDIN, and what it has written",
	Why:   "The measure of all that follows: lines go in, and come out again.",
	Refs: []string{
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.OK(), "a", "b"),
		step.CopyOut("a", "COPY (SELECT entry FROM ledger ORDER BY id) TO STDOUT", expect.Rows("a", "b")),
	},
	Truth: []scenario.Truth{
		stock.Holds("both lines are there", "a", "b"),
	},
}
