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

// CloseInsideAnswer ends the connection inside the tag that says what was done.
var CloseInsideAnswer = scenario.Scenario{
	ID:    "network/close-inside-answer",
	Title: "the connection is closed inside the CommandComplete of an INSERT",
	Why:   "The message has begun, and what it says is cut off. Half of a tag is no proof of anything.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": CommandComplete`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Cut{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT", Offset: 8}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Lost(pgdiag.ConnectionClosedByPeer)),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
