package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ResetAfterAccept ends the connection as soon as the client has spoken.
var ResetAfterAccept = scenario.Scenario{
	ID:    "connect/reset-after-accept",
	Title: "the connection is accepted and reset at once",
	Why:   "A load balancer whose servers are all gone: it listens, and has nobody to pass the connection to.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up`,
		`PostgreSQL manual, "Client Connection Problems"`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Upstream, Message: "StartupMessage"}}),
		step.ConnectTo("a", gone(pgdiag.ConnectionReset)),
		step.Heal(),
		step.Connect("b"),
	},
}
