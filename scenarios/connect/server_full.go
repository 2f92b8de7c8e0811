package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerFull meets a server whose connections are all taken.
var ServerFull = scenario.Scenario{
	ID:    "connect/server-full",
	Title: "only connections that are reserved for superusers are left",
	Why: "The most common outage there is. It passes when others let go: to wait, and to try again less often each time, " +
		"is all that helps.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53300 too_many_connections`,
		`PostgreSQL manual, "Connection Settings": superuser_reserved_connections`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Inject(fault.FillConnections{}),
		step.ConnectTo("a", full()),
		step.Heal(),
		step.Connect("b"),
	},
}
