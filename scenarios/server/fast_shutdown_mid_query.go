package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// FastShutdownMidQuery stops the server while it works.
var FastShutdownMidQuery = scenario.Scenario{
	ID:    "server/fast-shutdown-mid-query",
	Title: "a fast shutdown of the server in the middle of an INSERT",
	Why: "The server aborts what runs and says so. Nothing is in doubt: a client that treats this as a lost connection " +
		"asks a human to look after what is known.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P01 admin_shutdown`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", expect.Fatal("admin_shutdown", "57P01", "OperationalError")))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
