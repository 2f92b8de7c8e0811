package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SessionStateLost asks one server connection for what was set up on another.
var SessionStateLost = scenario.Scenario{
	ID:    "pooler/session-state-lost",
	Title: "transaction pooling: a temporary table is not there on the next server connection",
	Why: "What belongs to a session belongs to nobody here: temporary tables, settings, advisory locks. Now and then it " +
		"works.",
	Refs: []string{
		`pgbouncer manual, "Configuration": pool_mode`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Query("a", "CREATE TEMPORARY TABLE cart AS SELECT 1 AS item", expect.OK()),
		step.Begin("b"),
		step.Query("b", "SELECT 1", expect.In(expect.Rows("1"))),
		step.Query("a", "SELECT item FROM cart", expect.Programming("undefined_table", "42P01")),
		step.Rollback("b", expect.OK()),
	},
}
