package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerNotProven is a server that lets everybody in.
var ServerNotProven = scenario.Scenario{
	ID:    "connect/server-not-proven",
	Title: "the server lets the client in without having proven that it knows the password",
	Why: "SCRAM proves both sides to each other. A client that does not insist on the server's proof talks to whoever has taken " +
		"the port, and hands over what it writes.",
	Refs: []string{
		`PostgreSQL manual, "SASL Authentication": AuthenticationSASLFinal`,
		"RFC 5802, section 3: the client authenticates the server by its signature",
		"ponylang/postgres#204",
	},
	Steps: []scenario.Step{
		step.Inject(fault.Drop{At: wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASLFinal"}}),
		step.ConnectTo("a", unsupported()),
		step.Heal(),
		step.Connect("b"),
	},
}
