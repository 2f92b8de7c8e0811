package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TLSRequiredButOff asks for encryption of a server that has none.
var TLSRequiredButOff = scenario.Scenario{
	ID:    "connect/tls-required-but-off",
	Title: "the client requires TLS and the server has it off",
	Why: "To go on without would be what an attacker wants. It will not change by itself, and has nothing to do with the " +
		"password.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": sslmode`,
		`PostgreSQL manual, "Message Flow": SSL Session Encryption`,
	},
	Given: scenario.Given{Params: map[string]string{"sslmode": "require"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.NoConnection(pgdiag.TLSFailure, pgdiag.RetryNo)),
	},
}
