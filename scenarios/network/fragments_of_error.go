package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FragmentsOfError lets an error through byte by byte.
var FragmentsOfError = scenario.Scenario{
	ID:    "network/fragments-of-error",
	Title: "an error comes in pieces of three bytes",
	Why:   "All of its fields have to be there, however it was cut on the way.",
	Refs: []string{
		`PostgreSQL manual, "Message Formats": ErrorResponse`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Slice{At: wire.Position{Direction: wire.Downstream, Message: "ErrorResponse"}, Size: 3}),
		step.Query("a", "SELECT * FROM nowhere", expect.Programming("undefined_table", "42P01")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
