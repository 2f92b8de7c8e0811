package server

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CrashOfAnotherBackendMidQuery crashes the server while it works on an INSERT for somebody else.
var CrashOfAnotherBackendMidQuery = scenario.Scenario{
	ID:    "server/crash-of-another-backend-mid-query",
	Title: "another process of the server crashes in the middle of an INSERT",
	Why: "Somebody else's query ran out of memory and was killed. The server ends all sessions with a warning, 57P02, and " +
		"recovers; the client reads it as a notice and then the end. Whether the INSERT had been committed it can not " +
		"know.",
	Refs: []string{
		`PostgreSQL manual, "Error Handling": restart_after_crash`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P02 crash_shutdown`,
		`PostgreSQL manual, "Linux Memory Overcommit"`,
	},
	Given: scenario.Given{SQL: stock.Ledger, Own: true},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", expect.Lost(pgdiag.ConnectionClosedByPeer)))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
