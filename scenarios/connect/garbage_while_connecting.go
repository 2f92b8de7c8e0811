package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// GarbageWhileConnecting is answered with nonsense.
var GarbageWhileConnecting = scenario.Scenario{
	ID:    "connect/garbage-while-connecting",
	Title: "the answer to the start-up is no message of the protocol",
	Why:   "Whatever it is, it is not PostgreSQL, and the program has to survive it.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASL"}, Say: wire.Content{Oversize: true}, Close: true}),
		step.ConnectTo("a", notPostgres()),
		step.Heal(),
		step.Connect("b"),
	},
}
