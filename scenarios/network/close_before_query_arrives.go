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

// CloseBeforeQueryArrives takes the INSERT off the wire, and ends politely.
var CloseBeforeQueryArrives = scenario.Scenario{
	ID:    "network/close-before-query-arrives",
	Title: "an INSERT is sent and the connection is closed before the server gets it",
	Why: "A proxy has read the INSERT and is told to stop before it passes it on. A polite end says as little about the " +
		"INSERT as a rude one: to the client it looks just like one that was committed.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		"lib/pq#939",
		"lib/pq#1299",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Upstream, SQL: "INSERT"}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Or(expect.Lost(pgdiag.ConnectionClosedByPeer), expect.NotSent(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer)))),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is not there"),
	},
}
