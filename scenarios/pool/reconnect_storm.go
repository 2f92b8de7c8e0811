package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ReconnectStorm wants many connections at once of a server that has few.
var ReconnectStorm = scenario.Scenario{
	ID:    "pool/reconnect-storm",
	Title: "several connections are wanted at once while the server is full, and then it is not",
	Why: "Everybody comes back at the same moment after an outage. Each is told that it is full, and none of the " +
		"attempts may be left over as a connection that nobody holds.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53300 too_many_connections`,
		`PostgreSQL manual, "Connection Settings": superuser_reserved_connections`,
	},
	Given:  scenario.Given{Own: true},
	Bounds: scenario.Bounds{Connections: 3},
	Steps: []scenario.Step{
		step.Pool(3),
		step.Inject(fault.FillConnections{}),
		step.Acquire("a", full()),
		step.Acquire("b", full()),
		step.Acquire("c", full()),
		step.Heal(),
		step.Acquire("d", expect.OK()),
		step.Acquire("e", expect.OK()),
		step.Acquire("f", expect.OK()),
		step.Query("d", "SELECT 1", expect.Rows("1")),
		step.Query("e", "SELECT 1", expect.Rows("1")),
		step.Query("f", "SELECT 1", expect.Rows("1")),
	},
}
