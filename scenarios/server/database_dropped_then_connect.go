package server

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DatabaseDroppedThenConnect connects to a database that was there a moment ago.
var DatabaseDroppedThenConnect = scenario.Scenario{
	ID:    "server/database-dropped-then-connect",
	Title: "a client connects to a database that was dropped under its other session",
	Why: "A pool replaces its dead connections, and each new one is refused. It is no use to try again at once, and the " +
		"server is in good health.",
	Refs: []string{
		`PostgreSQL manual, "DROP DATABASE"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 3D000 invalid_catalog_name`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.DropDatabase{}),
		step.Query("a", "SELECT 1", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
		step.ConnectTo("b", expect.Turned("invalid_catalog_name", "3D000", pgdiag.RetryNo)),
	},
}
