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

// ResetBeforeReady ends the connection between the answer of a simple statement and the ReadyForQuery.
var ResetBeforeReady = scenario.Scenario{
	ID:    "network/reset-before-ready",
	Title: "an INSERT is answered and the connection is reset before ReadyForQuery",
	Why: "The server has said that the INSERT is done, and in the simple protocol it says so after the commit. A client " +
		"that has read it knows; one that sends its statements in the other protocol, where the commit comes later, can " +
		"not.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		"sfackler/rust-postgres#833",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT", Offset: wire.Whole}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Or(expect.Committed(expect.Lost(pgdiag.ConnectionReset)), expect.Lost(pgdiag.ConnectionReset))),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
