package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Exhausted is a pool whose connections are all taken.
var Exhausted = scenario.Scenario{
	ID:    "pool/exhausted",
	Title: "all connections of the pool are in use for longer than the caller waits",
	Why: "Somebody does not give back what he has. The database is idle all the while: who calls this a network failure " +
		"sends people the wrong way.",
	Refs: []string{
		"jackc/pgx: pgxpool.Acquire returns a bare context error",
		"psycopg_pool: PoolTimeout",
		"matrix-org/matrix-authentication-service#2625",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Expires(step.Soon, step.Acquire("b", exhausted())),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Release("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
