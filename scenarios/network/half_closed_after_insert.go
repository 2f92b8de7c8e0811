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

// HalfClosedAfterInsert ends the server's direction alone: the client hears the end and could still write.
var HalfClosedAfterInsert = scenario.Scenario{
	ID:    "network/half-closed-after-insert",
	Title: "the direction from the server is closed before the answer to an INSERT, the other stays open",
	Why: "A load balancer has closed one half. The server is still there and has committed; a client that goes on " +
		"writing to it fills a hole.",
	Refs: []string{
		"tcp(7)",
		"shutdown(2): SHUT_WR",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.HalfClose{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Lost(pgdiag.ConnectionClosedByPeer)),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
