package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// RestartAndRecover restarts the server under a session.
var RestartAndRecover = scenario.Scenario{
	ID:    "server/restart-and-recover",
	Title: "the server is restarted; an INSERT fails on the old connection and succeeds on a new one",
	Why:   "A minor upgrade takes a second. Each connection of before is dead and says so once; who makes a new one goes on.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		"pgx#1354",
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Restart{}),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('on the old one')", notBegun(expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
		step.Connect("b"),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('on the new one')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the second row alone is there", "on the new one")},
}
