package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// FrozenWhileConnecting stops the server before a client comes.
var FrozenWhileConnecting = scenario.Scenario{
	ID:    "server/frozen-while-connecting",
	Title: "a client connects to a server that is frozen",
	Why: "The system takes the connection for the server, which never answers. Without a limit for connecting, every " +
		"worker waits here for ever.",
	Refs: []string{
		`PostgreSQL manual, "Database Connection Control Functions": connect_timeout`,
		"jackc/pgx#948",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Inject(fault.Freeze{}),
		step.Within(200*time.Millisecond, step.ConnectTo("b", frozen())),
	},
	Truth: []scenario.Truth{stock.Holds("nothing is there")},
}
