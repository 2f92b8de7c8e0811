package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSWrongHost shows a certificate that must be refused.
var TLSWrongHost = scenario.Scenario{
	ID:    "connect/tls-wrong-host",
	Title: "the server's certificate is for another host",
	Why: "It is a good certificate, of somebody else: a name was changed, or somebody listens in between. A client that " +
		"connects all the same has no encryption worth the name.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": sslmode=verify-full`,
		`PostgreSQL manual, libpq "SSL Support"`,
	},
	Given: scenario.Given{Certificate: "wrong_host"},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.NoConnection(pgdiag.TLSFailure, pgdiag.RetryNo)),
	},
}
