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

// CloseAfterSimpleInsert loses the reply to an INSERT that was committed, and ends politely.
var CloseAfterSimpleInsert = scenario.Scenario{
	ID:    "network/close-after-simple-insert",
	Title: "an INSERT is committed and the connection is closed before its reply arrives",
	Why: "A proxy in front of the server restarts at the wrong moment. A polite end says no more about the INSERT than a " +
		"rude one does.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		"lib/pq#1299",
		"jackc/pgx: (*MultiResultReader).NextResult drops the read error, from 5.9.0 until 5.13.0",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Lost(pgdiag.ConnectionClosedByPeer)),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
