package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerShutDownMidQuery shuts the server behind the pooler down while it works.
var ServerShutDownMidQuery = scenario.Scenario{
	ID:    "pooler/server-shut-down-mid-query",
	Title: "a fast shutdown of the server behind the pooler in the middle of an INSERT",
	Why:   "The server's own FATAL comes through, so that here it is known that nothing was written.",
	Refs: []string{
		`PostgreSQL manual, "Shutting Down the Server"`,
	},
	Given: own("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		// A FATAL in another language the pooler does not know as one, and says something of its own.
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", expect.Or(expect.Fatal("admin_shutdown", "57P01", "OperationalError"), says())))),
		step.Until(stock.Sleeps),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
