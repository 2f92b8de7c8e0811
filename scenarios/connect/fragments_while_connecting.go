package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FragmentsWhileConnecting lets the start-up through in small pieces.
var FragmentsWhileConnecting = scenario.Scenario{
	ID:    "connect/fragments-while-connecting",
	Title: "the messages of the start-up come in pieces of one byte",
	Why:   "Nothing is wrong. A client that takes one read for one message fails here, and nowhere in its author's office.",
	Refs: []string{
		"tcp(7)",
		`PostgreSQL manual, "Message Flow": Start-up`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Slice{At: wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASLContinue"}, Size: 1}),
		step.Inject(fault.Slice{At: wire.Position{Direction: wire.Downstream, Message: "ParameterStatus"}, Size: 1, Times: -1}),
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
