package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerCrashedMidQuery crashes the server behind the pooler while it works on an INSERT.
var ServerCrashedMidQuery = scenario.Scenario{
	ID:    "pooler/server-crashed-mid-query",
	Title: "the server behind the pooler crashes in the middle of an INSERT",
	Why: "\"server conn crashed?\", says the pooler, and nothing else: with 08P01, in older versions with severity ERROR. " +
		"What the server did with the INSERT it does not know, and so nobody does.",
	Refs: []string{
		"brianc/node-postgres#2005",
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57P02 crash_shutdown`,
	},
	Given: own("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", says()))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
