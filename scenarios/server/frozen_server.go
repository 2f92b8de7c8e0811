package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// FrozenServer stops all processes of the server.
var FrozenServer = scenario.Scenario{
	ID:    "server/frozen-server",
	Title: "the server freezes in the middle of an INSERT, and the caller's deadline passes",
	Why: "The host hangs: the connection stays, TCP still acknowledges, and nothing comes. Only the caller's deadline ends " +
		"it; what the server will do with the INSERT when it wakes nobody knows.",
	Refs: []string{
		`PostgreSQL manual, "Connections and Authentication": tcp_user_timeout`,
		"MemMachine/MemMachine#1552",
		"pgjdbc/pgjdbc#1508",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Freeze{}),
		step.Expires(step.Soon, step.Query("a", "INSERT INTO ledger (entry) VALUES ('perhaps')", expect.Alone(expect.GivenUp(pgdiag.CallerDeadline)))),
	},
	Truth: []scenario.Truth{expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t")},
}
