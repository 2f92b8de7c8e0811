package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ResetBeforeQueryArrives takes the INSERT off the wire: it was sent and never came.
var ResetBeforeQueryArrives = scenario.Scenario{
	ID:    "network/reset-before-query-arrives",
	Title: "an INSERT is sent and the connection is reset before the server gets it",
	Why: "To the client it looks just like the INSERT that was committed and whose answer was lost. Whoever runs it " +
		"again is lucky here, and books twice there.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		"lib/pq#939",
		"cockroachdb/docs#9149",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Reset{At: wire.Position{Direction: wire.Upstream, SQL: "INSERT"}}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Or(expect.Lost(pgdiag.ConnectionReset), expect.NotSent(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionReset)))),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is not there"),
	},
}
