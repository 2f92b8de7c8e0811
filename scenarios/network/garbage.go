package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Garbage says random bytes.
var Garbage = scenario.Scenario{
	ID:    "network/garbage",
	Title: "random bytes come between two rows",
	Why: "Something else answers on the port, or memory was overwritten. It has to end the connection, and never the " +
		"program.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats"`,
		`PostgreSQL source, fe-protocol3.c: "lost synchronization with server"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}, Say: wire.Content{Garbage: 64, Seed: 6}, Close: true}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.RolledBack(pgdiag.RetryReconnect, expect.Garbage())),
	},
}
