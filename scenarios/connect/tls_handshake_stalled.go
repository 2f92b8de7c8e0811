package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSHandshakeStalled does not answer the request for TLS.
var TLSHandshakeStalled = scenario.Scenario{
	ID:    "connect/tls-handshake-stalled",
	Title: "nothing answers the client's request for TLS",
	Why: "The limit for connecting has to hold for the handshake, too: it is before the first message that a driver " +
		"counts.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": connect_timeout`,
		`PostgreSQL manual, "Message Flow": SSL Session Encryption`,
	},
	Given: scenario.Given{Params: map[string]string{"sslmode": "require"}},
	Steps: []scenario.Step{
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Upstream, Message: "SSLRequest"}}),
		step.Expires(step.Room, step.ConnectTo("a", expect.Unanswered())),
	},
}
