package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// UseAfterClose is a connection that its owner has closed.
var UseAfterClose = scenario.Scenario{
	ID:    "caller/use-after-close",
	Title: "a query on a connection that was closed",
	Why: "A worker outlives the handle that it was given. psycopg says InterfaceError; frameworks that look for " +
		"OperationalError alone keep a broken worker until somebody restarts it.",
	Refs: []string{
		"getsentry/sentry#7783",
		"celery/celery#621",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Close("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('x')", expect.Closed()),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
