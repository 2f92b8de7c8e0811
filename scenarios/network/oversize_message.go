package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// OversizeMessage announces a message of two gigabytes.
var OversizeMessage = scenario.Scenario{
	ID:    "network/oversize-message",
	Title: "a message announces a length of 2 GiB",
	Why:   "A client that makes room for it is killed by its system, and with it all other connections that it has.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats"`,
		`PostgreSQL source, fe-protocol3.c: "lost synchronization with server"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}, Say: wire.Content{Oversize: true}, Close: true}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.RolledBack(pgdiag.RetryReconnect, expect.Garbage())),
	},
}
