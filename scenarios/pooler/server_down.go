package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerDown shuts the server behind the pooler down while nobody uses it.
var ServerDown = scenario.Scenario{
	ID:    "pooler/server-down",
	Title: "the server behind the pooler is down when an INSERT is tried, and the first one after it came back fails, too",
	Why: "The connection to the pooler is open and answers nothing: the statement waits in a queue until " +
		"query_wait_timeout, two minutes where nobody has set it. When the server is back the pooler still remembers, and " +
		"the first client pays for it.",
	Refs: []string{
		`pgbouncer manual, "Configuration": query_wait_timeout`,
		`pgbouncer manual, "Configuration": server_login_retry`,
	},
	Given: own("transaction", map[string]string{"query_wait_timeout": "0.2", "server_login_retry": "0.02"}),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", says())),
		step.Heal(),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('too soon')", says()),
		step.Until(served),
		step.Connect("c"),
		step.Query("c", "INSERT INTO ledger (entry) VALUES ('then')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("only the last is there", "then")},
}
