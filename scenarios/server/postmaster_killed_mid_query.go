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

// PostmasterKilledMidQuery kills the first process of the server.
var PostmasterKilledMidQuery = scenario.Scenario{
	ID:    "server/postmaster-killed-mid-query",
	Title: "the postmaster is killed in the middle of an INSERT",
	Why: "Its children notice and end by themselves, some with a word and most without. The client sees the end of its " +
		"connection and nothing else.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, "Starting the Database Server"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", expect.Lost(pgdiag.ConnectionClosedByPeer)))),
		step.Until(stock.Sleeps),
		step.Inject(fault.KillServer{}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
