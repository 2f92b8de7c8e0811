package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SilentBeforeReady lets the last message of the start-up not come.
var SilentBeforeReady = scenario.Scenario{
	ID:    "connect/silent-before-ready",
	Title: "everything comes but the first ReadyForQuery",
	Why: "The server is up, the password is right, and the backend hangs in its first moments. The limit for connecting " +
		"has to reach until here.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Start-up`,
		`PostgreSQL manual, libpq "Parameter Key Words": connect_timeout`,
	},
	Steps: []scenario.Step{
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: "ReadyForQuery"}}),
		step.Expires(step.Room, step.ConnectTo("a", expect.Unanswered())),
		step.Heal(),
		step.Connect("b"),
	},
}
