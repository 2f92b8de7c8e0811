package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetInsideAnswer ends the connection inside the tag that says what was done.
var ResetInsideAnswer = scenario.Scenario{
	ID:    "network/reset-inside-answer",
	Title: "the connection is reset inside the CommandComplete of an INSERT",
	Why: "A node dies while it sends the answer. The message has begun, and what it says is cut off: half of a tag is no " +
		"proof of anything.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": CommandComplete`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT", Offset: 8}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Lost(pgdiag.ConnectionReset)),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
