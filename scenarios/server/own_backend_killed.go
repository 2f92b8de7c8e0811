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

// OwnBackendKilled kills the process that serves this session.
var OwnBackendKilled = scenario.Scenario{
	ID:    "server/own-backend-killed",
	Title: "the process that serves the session is killed in the middle of an INSERT",
	Why:   "The kernel has killed it for its memory. It could say nothing, not even a warning: the connection just ends.",
	Refs: []string{
		`PostgreSQL manual, "Linux Memory Overcommit"`,
		"rails/rails#48093",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", expect.Lost(pgdiag.ConnectionClosedByPeer)))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{Backend: true}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
