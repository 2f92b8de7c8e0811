package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerShuttingDown meets a server that waits for the last of its clients.
var ServerShuttingDown = scenario.Scenario{
	ID:    "connect/server-shutting-down",
	Title: "the server is shutting down and takes nobody any more",
	Why: "A smart shutdown lets those who are there finish. Who comes now is refused, and may come again when the server " +
		"is back.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P03 cannot_connect_now`,
		`PostgreSQL manual, "Shutting Down the Server"`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Shutdown{Mode: fault.Smart}),
		step.ConnectTo("b", notYet()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Close("a"),
		step.Heal(),
		step.Connect("c"),
	},
}
