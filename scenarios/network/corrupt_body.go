package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CorruptBody changes the body of a row: it says that it has another number of columns.
var CorruptBody = scenario.Scenario{
	ID:    "network/corrupt-body",
	Title: "a row says that it has more columns than it holds",
	Why:   "A reader that believes the number reads beyond the end of the message, into the next one.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats"`,
		`PostgreSQL source, fe-protocol3.c: "lost synchronization with server"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Corrupt{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2, Offset: 6}, Mask: 0x01}),
		step.Query("a", "SELECT i, repeat('x', 100) FROM generate_series(1, 5) AS i", expect.GarbageInside()),
	},
}
