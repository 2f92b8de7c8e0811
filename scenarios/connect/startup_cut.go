package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// StartupCut ends the connection inside of an answer of the start-up.
var StartupCut = scenario.Scenario{
	ID:    "connect/startup-cut",
	Title: "the connection is cut inside a ParameterStatus while connecting",
	Why: "The password was accepted, and still there is no connection: before the first ReadyForQuery nothing can have " +
		"been executed.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Cut{At: wire.Position{Direction: wire.Downstream, Message: "ParameterStatus", Occurrence: 3, Offset: 7}}),
		step.ConnectTo("a", gone(pgdiag.ConnectionClosedByPeer)),
		step.Heal(),
		step.Connect("b"),
	},
}
