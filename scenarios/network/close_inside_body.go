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

// CloseInsideBody ends the connection inside the body of the message that says what went wrong.
var CloseInsideBody = scenario.Scenario{
	ID:    "network/close-inside-body",
	Title: "the connection is closed inside the error message of an INSERT",
	Why: "The server has refused the INSERT, and the connection ends while it says why. A client that makes an error of " +
		"what has come so far has one without a code, or with half of one, and its caller takes the wrong way on.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": ErrorResponse`,
		"lib/pq#1299",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Downstream, Message: "ErrorResponse", SQLState: "22012", Offset: 20}}),
		step.Query("a", "INSERT INTO ledger (entry) SELECT (1 / n)::text FROM generate_series(0, 1) AS n", expect.Lost(pgdiag.ConnectionClosedByPeer)),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing is there"),
	},
}
