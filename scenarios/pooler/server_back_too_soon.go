package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerBackTooSoon runs a statement when the server is back and the pooler does not know it yet.
var ServerBackTooSoon = scenario.Scenario{
	ID:    "pooler/server-back-too-soon",
	Title: "the server behind the pooler is up again, and the first INSERT still fails",
	Why: "The pooler remembers that its last login failed, and turns the next statement away without trying, as \"server " +
		"login has been failing\". It tries because of it: the one after that works. A client that takes the first refusal " +
		"for the state of things reports an outage that is over.",
	Refs: []string{
		`pgbouncer manual, "Configuration": server_login_retry`,
		"pgbouncer source, objects.c: check_fast_fail",
	},
	Given: own("transaction", map[string]string{"query_wait_timeout": patience}),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('before')", expect.OK()),
		step.Inject(fault.PoolerOrder{Order: "reconnect"}),
		step.Until("SELECT NOT (" + served + ")"),
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", says())),
		step.Heal(),
		step.Query("b", "INSERT INTO ledger (entry) VALUES ('too soon')", says()),
		step.Until(served),
		step.Connect("c"),
		step.Query("c", "INSERT INTO ledger (entry) VALUES ('then')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the first and the last are there, each once", "before", "then"),
	},
}
