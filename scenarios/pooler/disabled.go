package pooler

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// Disabled connects to a database that the pooler takes no new clients for.
var Disabled = scenario.Scenario{
	ID:    "pooler/disabled",
	Title: "the database is disabled in the pooler: a new client is turned away, and another goes on",
	Why: "A database is being moved, and no new clients are wanted. They are told so with the pooler's one code for " +
		"everything; those who are there notice nothing, and monitoring neither.",
	Refs: []string{
		`pgbouncer manual, "Administration Console": DISABLE`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.PoolerOrder{Order: "disable"}),
		step.ConnectTo("b", turnedAway("protocol_violation", "08P01", pgdiag.RetryWait)),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('goes on')", expect.OK()),
		step.Heal(),
		step.Connect("b"),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "goes on")},
}
