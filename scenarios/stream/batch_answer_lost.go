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

// BatchAnswerLost is a batch that was done, and nobody hears of it.
var BatchAnswerLost = scenario.Scenario{
	ID:    "stream/batch-answer-lost",
	Title: "the connection is reset among the answers of a batch",
	Why: "The first answer has come, the second has not. Both statements are committed: in a batch they are so at its end, " +
		"and not one by one.",
	Refs: []string{
		`PostgreSQL manual, "Pipelining"`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Batch("a", expect.OK(), "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO ledger (entry) VALUES ('b')"),
		step.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Occurrence: 2}}),
		step.Batch("a", expect.Lost(pgdiag.ConnectionReset), "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO ledger (entry) VALUES ('b')"),
	},
	Truth: []scenario.Truth{
		stock.Holds("both are there, twice", "a", "a", "b", "b"),
	},
}
