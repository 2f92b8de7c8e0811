package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ContainerPaused freezes the server's whole container.
var ContainerPaused = scenario.Scenario{
	ID:    "server/container-paused",
	Title: "the server's container is paused, and the caller's deadline passes",
	Why:   "An orchestrator moves it, or takes a snapshot. The connection stays up and silent, as with a host that is gone.",
	Refs: []string{
		`PostgreSQL manual, "Connections and Authentication": tcp_user_timeout`,
		"lib/pq#584",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.ContainerPause{}),
		step.Expires(step.Soon, step.Query("a", "INSERT INTO ledger (entry) VALUES ('perhaps')", expect.Alone(expect.GivenUp(pgdiag.CallerDeadline)))),
	},
	Truth: []scenario.Truth{expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t")},
}
