package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FragmentsOfOneByte lets an answer through byte by byte.
var FragmentsOfOneByte = scenario.Scenario{
	ID:    "network/fragments-of-one-byte",
	Title: "every row of an answer comes one byte at a time",
	Why: "A path with a tiny segment size, a middlebox that splits. TCP promises the bytes and not their grouping: a " +
		"reader that takes one read for one message breaks here.",
	Refs: []string{
		"tcp(7)",
		`PostgreSQL manual, "Message Formats"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Slice{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, Size: 1, Times: -1}),
		step.Inject(fault.Slice{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete"}, Size: 1, Times: -1}),
		step.Query("a", "SELECT i FROM generate_series(1, 5) AS i", expect.Rows("1", "2", "3", "4", "5")),
		step.Query("a", "SELECT i FROM generate_series(1, 5) AS i", expect.Rows("1", "2", "3", "4", "5")),
	},
}
