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

// CloseBeforeExecutionArrives takes the execution of a prepared INSERT off the wire, and ends politely.
var CloseBeforeExecutionArrives = scenario.Scenario{
	ID:    "network/close-before-execution-arrives",
	Title: "a prepared INSERT is executed and the connection is closed before the server gets it",
	Why: "The server has taken the statement and answered, and then a proxy goes before it has passed the execution on. A " +
		"driver that prepares again and executes again, unasked, is lucky here, and books twice where it was the answer " +
		"that was lost.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query`,
		"golang/go#11978",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "enter", "INSERT INTO ledger (entry) VALUES ($1)", expect.OK()),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Upstream, Message: "Bind", SQL: "INSERT"}}),
		step.Execute("a", "enter", expect.Or(expect.Lost(pgdiag.ConnectionClosedByPeer), expect.NotSent(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))), "once"),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is not there"),
	},
}
