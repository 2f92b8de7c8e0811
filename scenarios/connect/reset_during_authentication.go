package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ResetDuringAuthentication breaks the connection while the password is checked.
var ResetDuringAuthentication = scenario.Scenario{
	ID:    "connect/reset-during-authentication",
	Title: "the connection is reset between two messages of the authentication",
	Why: "It looks like a wrong password to a client that takes every failure in this phase for one. It is the network, " +
		"and trying again is right.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up`,
		`PostgreSQL manual, "Authentication Problems"`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASLContinue"}}),
		step.ConnectTo("a", gone(pgdiag.ConnectionReset)),
		step.Heal(),
		step.Connect("b"),
	},
}
