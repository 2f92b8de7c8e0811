package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// TerminateThenNewConnection ends a session and has the client go on with another one.
var TerminateThenNewConnection = scenario.Scenario{
	ID:    "server/terminate-then-new-connection",
	Title: "the server ends the session in the middle of an INSERT, which is then run on a new connection",
	Why:   "This is what the advice to reconnect is for: the row is there once, and no process of before is left.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
		`PostgreSQL manual, "Server Signaling Functions": pg_terminate_backend`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.TerminateBackend{Running: "pg_sleep"}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'first try' FROM pg_sleep(10)", expect.Fatal("admin_shutdown", "57P01", "OperationalError"))),
		step.Connect("b"),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('second try')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the second try has done it, once", "second try")},
}
