package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DatabaseDropped drops the database under a session.
var DatabaseDropped = scenario.Scenario{
	ID:    "server/database-dropped",
	Title: "the database is dropped WITH (FORCE) under a session, then a query is tried on it",
	Why: "The wrong name in a script. The session hears a 57P01, as at a shutdown; what has happened the next connect " +
		"says.",
	Refs: []string{
		`PostgreSQL manual, "DROP DATABASE": FORCE`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.DropDatabase{}),
		step.Query("a", "SELECT count(*) FROM ledger", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
	},
}
