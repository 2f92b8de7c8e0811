package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerCrashedInTransaction crashes the server behind the pooler while a transaction is open.
var ServerCrashedInTransaction = scenario.Scenario{
	ID:    "pooler/server-crashed-in-transaction",
	Title: "the server behind the pooler crashes in the middle of a statement of a transaction",
	Why:   "The pooler does not know what the server did, but the client knows that it has not sent COMMIT.",
	Refs: []string{
		"brianc/node-postgres#2005",
	},
	Given: own("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'second' FROM pg_sleep(10)", saysInTransaction()))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Crash{}),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
