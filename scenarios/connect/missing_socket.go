package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingSocket asks for a Unix socket that is not there.
var MissingSocket = scenario.Scenario{
	ID:    "connect/missing-socket",
	Title: "the Unix socket does not exist",
	Why: "The server is on the same machine, and does not run; or it keeps its socket in another folder than the client " +
		"thinks.",
	Refs: []string{
		`PostgreSQL manual, "Client Connection Problems"`,
		`PostgreSQL manual, libpq "Parameter Key Words": host`,
	},
	Given: scenario.Given{Params: map[string]string{"host": "/nowhere/to/be/found"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.Unreachable(pgdiag.ConnectionRefused)),
	},
}
