package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CancelMidQuery is a cancel in the middle of a write.
var CancelMidQuery = scenario.Scenario{
	ID:    "caller/cancel-mid-query",
	Title: "the caller cancels while an INSERT runs",
	Why:   "The same as with a deadline, and not a timeout: the user has closed the page.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
		"formancehq/ledger#1408",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Query("a", "INSERT INTO ledger (entry) SELECT 'slow' FROM pg_sleep(10)", expect.GivenUp(pgdiag.CallerCancel))),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
