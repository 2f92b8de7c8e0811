package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ResetMidRow breaks the connection in the middle of a row.
var ResetMidRow = scenario.Scenario{
	ID:    "network/reset-mid-row",
	Title: "the connection is reset in the middle of the second row",
	Why:   "A node dies while a report streams. The rows so far look like an answer, and are none.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": DataRow`,
		"rails/rails#48093",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2, Offset: 20}}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset))),
	},
}
