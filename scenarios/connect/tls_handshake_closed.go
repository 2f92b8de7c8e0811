package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSHandshakeClosed ends the connection in place of the answer to the request for TLS.
var TLSHandshakeClosed = scenario.Scenario{
	ID:    "connect/tls-handshake-closed",
	Title: "the connection is closed when the client asks for TLS",
	Why: "A balancer without a server again; the client has not even said who it is. It must not go on without " +
		"encryption.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": SSL Session Encryption`,
	},
	Given: scenario.Given{Params: map[string]string{"sslmode": "require"}},
	Steps: []scenario.Step{
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Upstream, Message: "SSLRequest"}}),
		step.ConnectTo("a", tlsEnded()),
	},
}
