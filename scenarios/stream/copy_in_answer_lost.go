package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyInAnswerLost is a COPY that was done, and nobody hears of it.
var CopyInAnswerLost = scenario.Scenario{
	ID:    "stream/copy-in-answer-lost",
	Title: "the answer to a COPY is lost",
	Why:   "The import is in the table and the program is told that it failed. Run again, it is there twice.",
	Refs: []string{
		`PostgreSQL manual, "COPY"`,
		"golang/go#11978",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "COPY"}}),
		step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.Lost(pgdiag.ConnectionReset), "a", "b"),
	},
	Truth: []scenario.Truth{
		stock.Holds("both lines are there, once", "a", "b"),
	},
}
