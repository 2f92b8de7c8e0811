package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ExhaustedThenReturned waits for a connection, and gets one.
var ExhaustedThenReturned = scenario.Scenario{
	ID:    "pool/exhausted-then-returned",
	Title: "all connections of the pool are in use, and one comes back",
	Why:   "What was given back is the next one's, and is as good as new.",
	Refs: []string{
		"jackc/pgx: pgxpool",
	},
	Steps: []scenario.Step{
		step.Pool(2),
		step.Acquire("a", expect.OK()),
		step.Acquire("b", expect.OK()),
		step.Expires(step.Soon, step.Acquire("c", exhausted())),
		step.Release("b"),
		step.Acquire("c", expect.OK()),
		step.Query("c", "SELECT 'new'", expect.Rows("new")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
