package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CloseInsideHeader ends the connection inside the five bytes that every message begins with.
var CloseInsideHeader = scenario.Scenario{
	ID:    "network/close-inside-header",
	Title: "the connection is closed inside the header of a message",
	Why: "The length of what follows has not been said yet. A reader that asks for the rest of the header must see the " +
		"end, and not take what is left in its buffer for a length.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats"`,
		"lib/pq#1299",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Offset: 3}}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))),
	},
}
