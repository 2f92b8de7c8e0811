package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerKilledMidQuery kills the process behind the pooler that works on an INSERT.
var ServerKilledMidQuery = scenario.Scenario{
	ID:    "pooler/server-killed-mid-query",
	Title: "the server's process behind the pooler is killed in the middle of an INSERT",
	Why:   "The server said nothing before it ended. The pooler has to say something.",
	Refs: []string{
		"brianc/node-postgres#2005",
	},
	Given: own("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", says()))),
		step.Until(stock.Sleeps),
		step.Inject(fault.KillServer{}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
