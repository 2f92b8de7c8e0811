package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ContainerKilled kills the server's whole container.
var ContainerKilled = scenario.Scenario{
	ID:    "server/container-killed",
	Title: "the server's container is killed in the middle of an INSERT",
	Why: "Out of memory, or the machine under it is gone: nobody is left to say a word. Docker ends the connection for it, " +
		"with a FIN or a RST; what was committed is there when the container comes back, and the INSERT is not.",
	Refs: []string{
		`PostgreSQL manual, "Reliability"`,
		"celery/celery#621",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Async(step.Within(20*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(60)", cutOff()))),
		step.Until(stock.Sleeps),
		step.Inject(fault.ContainerKill{}),
	},
	Truth: []scenario.Truth{stock.Holds("what was committed is there, and nothing else", "before")},
}
