package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// FastShutdownWhileIdle stops the server under a session that is idle.
var FastShutdownWhileIdle = scenario.Scenario{
	ID:    "server/fast-shutdown-while-idle",
	Title: "a fast shutdown of the server, then an INSERT is tried",
	Why: "What every maintenance begins with. The server said goodbye before it was asked; the statement was not begun, " +
		"and can be run as soon as a server answers.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", notBegun(expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
