package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DatabaseDroppedUnderStandby drops the database on the primary under a session on its standby.
var DatabaseDroppedUnderStandby = scenario.Scenario{
	ID:    "server/database-dropped-under-standby",
	Title: "the database is dropped on the primary, then a query is tried on a session of the standby",
	Why: "The session that stood in the way of the replay hears a code of its own, which no other end has: the database is " +
		"gone. To connect to it again is refused until somebody makes it.",
	Refs: []string{
		`PostgreSQL manual, "Handling Query Conflicts"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P04 database_dropped`,
	},
	Given: scenario.Given{Standby: "only", SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.DropDatabase{}),
		step.OnStandby(step.Until(standbyDeserted)),
		step.Query("a", "SELECT count(*) FROM ledger", expect.Retry(pgdiag.RetryNo, notBegun(expect.Fatal("database_dropped", "57P04", "OperationalError")))),
	},
}
