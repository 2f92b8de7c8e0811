package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Closed is a pool that its owner has closed.
var Closed = scenario.Scenario{
	ID:    "pool/closed",
	Title: "a connection is asked of a pool that was closed",
	Why: "A request that comes in while the program shuts down. Nothing was sent, no server is to blame, and nothing " +
		"will come of trying again.",
	Refs: []string{
		"jackc/pgx: pgxpool, puddle.ErrClosedPool",
		"psycopg_pool: PoolClosed",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Release("a"),
		step.PoolClose(),
		step.Acquire("b", closed()),
	},
}
