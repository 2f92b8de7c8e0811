package pooler

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// PoolerDownWhileConnecting connects when the pooler is down.
var PoolerDownWhileConnecting = scenario.Scenario{
	ID:    "pooler/pooler-down-while-connecting",
	Title: "a client connects when the pooler is down",
	Why: "The pooler is one process, and everybody's. The server behind it is up, which is of no use, and health checks of " +
		"the server stay green.",
	Refs: []string{
		`pgbouncer manual, "Description"`,
	},
	Given: given("session", nil),
	Steps: []scenario.Step{
		step.Inject(fault.KillPooler{}),
		step.ConnectTo("b", down()),
	},
	Truth: []scenario.Truth{stock.Holds("nothing is there")},
}
