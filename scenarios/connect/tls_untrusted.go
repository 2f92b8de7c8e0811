package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSUntrusted shows a certificate that must be refused.
var TLSUntrusted = scenario.Scenario{
	ID:    "connect/tls-untrusted",
	Title: "the server's certificate is of an authority that nobody trusts",
	Why: "The wrong server, or the wrong list of authorities here. A client that connects all the same has no encryption " +
		"worth the name.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": sslmode=verify-full`,
		`PostgreSQL manual, libpq "SSL Support"`,
	},
	Given: scenario.Given{Certificate: "untrusted"},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.NoConnection(pgdiag.TLSFailure, pgdiag.RetryNo)),
	},
}
