package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnsupportedAuthentication asks for an authentication that the client does not have.
var UnsupportedAuthentication = scenario.Scenario{
	ID:    "connect/unsupported-authentication",
	Title: "the server asks for Kerberos V5, which nobody has any more",
	Why: "A server that is too old or too new. The client has to say what it was asked for, and not that the password is " +
		"wrong.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up: AuthenticationKerberosV5`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Replace{At: wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASL"}, Say: wire.Content{Hex: "520000000800000002"}}),
		step.ConnectTo("a", unsupported()),
		step.Heal(),
		step.Connect("b"),
	},
}
