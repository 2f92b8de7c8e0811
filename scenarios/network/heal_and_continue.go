package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// HealAndContinue stops an answer, and lets it go on.
var HealAndContinue = scenario.Scenario{
	ID:    "network/heal-and-continue",
	Title: "an answer stops in the middle, and goes on before the deadline",
	Why: "A virtual machine is moved to another host: half a second of nothing, then all of it. A client that gives up " +
		"before its caller does has made an outage of a pause.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": keepalives, tcp_user_timeout`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}}),
		step.Async(step.Query("a", "SELECT i FROM generate_series(1, 5) AS i", expect.Rows("1", "2", "3", "4", "5"))),
		step.Await(),
		step.Heal(),
		step.Query("a", "SELECT 'new'", expect.Rows("new")),
	},
}
