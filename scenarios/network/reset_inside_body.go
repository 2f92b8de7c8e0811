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

// ResetInsideBody ends the connection inside the body of the message that says what went wrong.
var ResetInsideBody = scenario.Scenario{
	ID:    "network/reset-inside-body",
	Title: "the connection is reset inside the error message of an INSERT",
	Why: "The server has refused the INSERT, and the node dies while it says why. What has come of the message names no " +
		"code yet: a client that takes it for the whole reports an error that nobody has sent.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": ErrorResponse`,
		"lib/pq#1299",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "ErrorResponse", SQLState: "22012", Offset: 20}}),
		step.Query("a", "INSERT INTO ledger (entry) SELECT (1 / n)::text FROM generate_series(0, 1) AS n", expect.Lost(pgdiag.ConnectionReset)),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing is there"),
	},
}
