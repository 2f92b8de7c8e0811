package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSStalledAfterYes lets a server agree to TLS, and say nothing more.
var TLSStalledAfterYes = scenario.Scenario{
	ID:    "connect/tls-stalled-after-yes",
	Title: "the server says yes to TLS, and then nothing more",
	Why:   "The limit for connecting has to hold inside of the handshake, where another part of the client reads.",
	Refs: []string{
		"pgjdbc/pgjdbc#1822",
		"pgjdbc/pgjdbc#1595",
		"pgjdbc/pgjdbc#3040",
	},
	Given: scenario.Given{Certificate: "trusted"},
	Steps: []scenario.Step{
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: "SSLResponse", Offset: wire.Whole}}),
		step.Expires(step.Room, step.ConnectTo("a", expect.Unanswered())),
		step.Heal(),
	},
}
