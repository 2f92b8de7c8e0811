package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TooManyClients meets a server that has no place left for anybody.
var TooManyClients = scenario.Scenario{
	ID:    "connect/too-many-clients",
	Title: "every connection that the server can have is taken, and none is reserved",
	Why: "Not even a superuser gets in to see what is going on. For the client it is the same as ever: others must let go, " +
		"and it must wait, longer each time.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53300 too_many_connections`,
		`PostgreSQL manual, "Connection Settings": max_connections, superuser_reserved_connections`,
	},
	Given: scenario.Given{SQL: []string{"ALTER SYSTEM SET superuser_reserved_connections = 0"}, Own: true},
	Steps: []scenario.Step{
		step.Inject(fault.Restart{}), // which is when the setting is read
		step.Inject(fault.FillConnections{}),
		step.ConnectTo("a", full()),
		step.Heal(),
		step.Connect("b"),
	},
}
