package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerProofWrong is a server that does not know the password.
var ServerProofWrong = scenario.Scenario{
	ID:    "connect/server-proof-wrong",
	Title: "the server's proof that it knows the password is wrong",
	Why: "Somebody else has taken the server's place, or a proxy has another password. It is the client that refuses, and to try " +
		"again is of no use: the operator has to be told of the server, and not of the password.",
	Refs: []string{
		`PostgreSQL manual, "SASL Authentication": AuthenticationSASLFinal`,
		"RFC 5802, section 3: the client authenticates the server by its signature",
	},
	Steps: []scenario.Step{
		// v= and 32 bytes of zeros, where the signature is.
		step.Inject(fault.Replace{
			At:  wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASLFinal"},
			Say: wire.Content{Hex: "52000000360000000c763d414141414141414141414141414141414141414141414141414141414141414141414141414141414141413d"},
		}),
		step.ConnectTo("a", unsupported()),
		step.Heal(),
		step.Connect("b"),
	},
}
