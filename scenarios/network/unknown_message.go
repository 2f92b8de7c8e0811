package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnknownMessage says what no version of the protocol has.
var UnknownMessage = scenario.Scenario{
	ID:    "network/unknown-message",
	Title: "a message comes whose type PostgreSQL does not have",
	Why:   "A message that nobody knows may change the meaning of all that follow. To skip it is to guess.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats"`,
		`PostgreSQL source, fe-protocol3.c: "lost synchronization with server"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}, Say: wire.Content{Unknown: true}}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.RolledBack(pgdiag.RetryReconnect, expect.Garbage())),
	},
}
