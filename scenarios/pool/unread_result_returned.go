package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// UnreadResultReturned gives back a connection with a result on it.
var UnreadResultReturned = scenario.Scenario{
	ID:    "pool/unread-result-returned",
	Title: "a connection is returned to the pool with a result that was not read to its end",
	Why:   "The next caller waits behind an answer that nobody reads, or is given its rows.",
	Refs: []string{
		"jOOQ/jOOQ#20112",
		"pgjdbc/r2dbc-postgresql#661",
		"r2dbc/r2dbc-pool#198",
		"eclipse-vertx/vertx-sql-client#796",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.QueryStart("a", stock.Wide, scenario.Expect{}),
		step.Release("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'mine'", expect.Rows("mine")),
	},
}
