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

// ResetBeforeExecutionArrives takes the execution of a prepared INSERT off the wire.
var ResetBeforeExecutionArrives = scenario.Scenario{
	ID:    "network/reset-before-execution-arrives",
	Title: "a prepared INSERT is executed and the connection is reset before the server gets it",
	Why: "The statement is known to the server, and what would run it was sent and never came. With a prepared statement a " +
		"driver takes another way through the protocol, where more has gone well before: that proves nothing.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Extended Query`,
		"lib/pq#939",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "enter", "INSERT INTO ledger (entry) VALUES ($1)", expect.OK()),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Upstream, Message: "Bind", SQL: "INSERT"}}),
		step.Execute("a", "enter", expect.Or(expect.Lost(pgdiag.ConnectionReset), expect.NotSent(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset))), "once"),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is not there"),
	},
}
