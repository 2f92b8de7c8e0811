package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerStarting meets a server that is not ready yet.
var ServerStarting = scenario.Scenario{
	ID:    "connect/server-starting",
	Title: "the server is starting up and takes nobody yet",
	Why:   "After a restart it reads its log first, for seconds or for minutes. It says so: waiting is right.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P03 cannot_connect_now`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Inject(fault.Starting{}),
		step.ConnectTo("a", notYet()),
		step.Heal(),
		step.Connect("b"),
	},
}
