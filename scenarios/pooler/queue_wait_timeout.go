package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// QueueWaitTimeout waits for a server connection that others have.
var QueueWaitTimeout = scenario.Scenario{
	ID:    "pooler/queue-wait-timeout",
	Title: "all server connections are in use, and query_wait_timeout ends the wait of an INSERT",
	Why: "A few transactions that were left open, and everybody else waits. The pooler ends the connection with its one " +
		"code for everything, 08P01, from which it can not be told whether the server had seen the statement.",
	Refs: []string{
		`pgbouncer manual, "Configuration": query_wait_timeout`,
		`pgbouncer manual, "Configuration": default_pool_size`,
	},
	Given: given("transaction", map[string]string{"default_pool_size": "1", "query_wait_timeout": patience}),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Begin("b"),
		step.Query("b", "SELECT 1", expect.In(expect.Rows("1"))),
		step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) VALUES ('late')", says())),
		step.Rollback("b", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
