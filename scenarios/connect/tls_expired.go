package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSExpired shows a certificate that must be refused.
var TLSExpired = scenario.Scenario{
	ID:    "connect/tls-expired",
	Title: "the server's certificate has expired",
	Why: "It was nobody's task to renew it. It will not renew itself while a client tries again. A client that connects " +
		"all the same has no encryption worth the name.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": sslmode=verify-full`,
		`PostgreSQL manual, libpq "SSL Support"`,
	},
	Given: scenario.Given{Certificate: "expired"},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.NoConnection(pgdiag.TLSFailure, pgdiag.RetryNo)),
	},
}
