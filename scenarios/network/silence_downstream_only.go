package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// SilenceDownstreamOnly lets the server work and the client hear nothing.
var SilenceDownstreamOnly = scenario.Scenario{
	ID:    "network/silence-downstream-only",
	Title: "an INSERT is carried out and nothing of its answer is ever heard",
	Why:   "Only the way back is broken. The caller's deadline ends the wait, and the row is there.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": keepalives, tcp_user_timeout`,
		"launchbadge/sqlx#4355",
		"jackc/pgx#1223",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Swallow{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}),
		step.Expires(step.Room, step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.Silent())),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "once"),
	},
}
