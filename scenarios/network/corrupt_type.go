package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CorruptType changes the type of a message.
var CorruptType = scenario.Scenario{
	ID:    "network/corrupt-type",
	Title: "the type of a message is changed to none that PostgreSQL has",
	Why: "A broken middlebox, a reader that has lost its place. No message can be told from the next one any more: the " +
		"connection is lost, and nothing that comes on it may be believed.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats"`,
		`PostgreSQL source, fe-protocol3.c: "lost synchronization with server"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Corrupt{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}, Mask: 0x65}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.RolledBack(pgdiag.RetryReconnect, expect.Garbage())),
	},
}
