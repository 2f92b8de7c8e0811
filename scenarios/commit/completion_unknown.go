package commit

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CompletionUnknown is a server that says itself that it does not know.
var CompletionUnknown = scenario.Scenario{
	ID:    "commit/completion-unknown",
	Title: "the server answers 40003, statement completion unknown, to an INSERT that was carried out",
	Why: "Servers that speak PostgreSQL's protocol over many machines say so when they have lost the one that did the work. It " +
		"is an ERROR of class 40, as a deadlock is, and unlike a deadlock it must not be done again unseen.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40003 statement_completion_unknown`,
		"cockroachdb/cockroach#54867",
		"storj/storj#4819",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Replace{
			At:  wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"},
			Say: wire.Content{Error: wire.Fields{SQLState: "40003", Message: "result is ambiguous", File: "txn.go", Line: "1", Routine: "commit"}},
		}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", completionUnknown()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
