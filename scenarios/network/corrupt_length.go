package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CorruptLength changes the length of a message.
var CorruptLength = scenario.Scenario{
	ID:    "network/corrupt-length",
	Title: "the length of a message is changed to a negative number",
	Why:   "Who believes it reads backwards, or asks for memory that nobody has.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats"`,
		`PostgreSQL source, fe-protocol3.c: "lost synchronization with server"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Corrupt{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2, Offset: 1}, Mask: 0x80}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.RolledBack(pgdiag.RetryReconnect, expect.Garbage())),
	},
}
