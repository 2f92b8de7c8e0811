package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MissingReady loses all that comes after the answer of an INSERT.
var MissingReady = scenario.Scenario{
	ID:    "network/missing-ready",
	Title: "the ReadyForQuery after an INSERT never comes",
	Why: "The INSERT is answered and the conversation never goes on. The caller's deadline ends it; what the answer has " +
		"proven stays proven.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Swallow{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT", Offset: wire.Whole}}),
		step.Expires(step.Room, step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Or(expect.Committed(expect.Silent()), expect.Silent()))),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
