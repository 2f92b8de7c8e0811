package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// PostmasterKilledWhileIdle kills the first process of the server under a session that is idle.
var PostmasterKilledWhileIdle = scenario.Scenario{
	ID:    "server/postmaster-killed-while-idle",
	Title: "the postmaster is killed under an idle session, then an INSERT is tried",
	Why: "A process that waits for its client notices at once, and says what it says at a shutdown. Nothing listens any " +
		"more, and nothing will until somebody starts the server: a program that waits as at a restart waits long.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.KillServer{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", notBegun(expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
