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

// ResetAfterExtendedInsert loses the reply to an INSERT with arguments that was committed.
var ResetAfterExtendedInsert = scenario.Scenario{
	ID:    "network/reset-after-extended-insert",
	Title: "an INSERT with arguments is committed and the connection is reset before its reply arrives",
	Why: "The row is there and nobody hears of it. With arguments a driver takes another way through the protocol, and " +
		"another way through its own code: both have to say that the outcome is unknown.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query`,
		"lib/pq#422",
		"golang/go#11978",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ($1)", expect.Lost(pgdiag.ConnectionReset), "once"),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
