package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ContainerKilled ends the server's whole container.
var ContainerKilled = scenario.Scenario{
	ID:    "server/container-killed",
	Title: "the server's container is killed in the middle of an INSERT",
	Why: "No process of the server had the time for a word. What was committed before is there when the container is " +
		"started again.",
	Refs: []string{
		`PostgreSQL manual, "Reliability and the Write-Ahead Log"`,
		"gfarm/gfarm#281",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", expect.Lost(pgdiag.ConnectionClosedByPeer)))),
		step.Until(stock.Sleeps),
		step.Inject(fault.ContainerKill{}),
	},
	Truth: []scenario.Truth{stock.Holds("what was committed before alone is there", "before")},
}
