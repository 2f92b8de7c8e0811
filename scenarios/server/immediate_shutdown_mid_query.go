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

// ImmediateShutdownMidQuery stops the server at once while it works on an INSERT.
var ImmediateShutdownMidQuery = scenario.Scenario{
	ID:    "server/immediate-shutdown-mid-query",
	Title: "an immediate shutdown of the server in the middle of an INSERT",
	Why: "The reason comes as a warning, not as an error, and then the connection ends: as far as the client can know the " +
		"INSERT may have been committed a moment before.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, "Frontend/Backend Protocol": Asynchronous Operations`,
		"gfarm/gfarm#281",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", expect.Lost(pgdiag.ConnectionClosedByPeer)))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Shutdown{Mode: fault.Immediate}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
