package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerDown shuts the server behind the pooler down while the pooler has no connection to it.
var ServerDown = scenario.Scenario{
	ID:    "pooler/server-down",
	Title: "the server behind the pooler is down when a client that was idle runs an INSERT",
	Why: "The connection to the pooler is as good as ever, and answers nothing: the statement waits in a queue until " +
		"query_wait_timeout, two minutes where nobody has set it. Then the pooler ends the connection with the code " +
		"that it has for nearly everything, from which nobody can tell that the server was never asked.",
	Refs: []string{
		`pgbouncer manual, "Configuration": query_wait_timeout`,
		`pgbouncer manual, "Configuration": server_login_retry`,
		"brianc/node-postgres#2005",
	},
	Given: own("transaction", map[string]string{"query_wait_timeout": patience}),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Inject(fault.PoolerOrder{Order: "reconnect"}),
		step.Until("SELECT NOT (" + served + ")"),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", says())),
	},
	Truth: []scenario.Truth{
		stock.Holds("what was committed is there, and nothing else", "before"),
	},
}
