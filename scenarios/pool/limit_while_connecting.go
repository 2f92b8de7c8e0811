package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LimitWhileConnecting meets the server's limit while it grows.
var LimitWhileConnecting = scenario.Scenario{
	ID:    "pool/limit-while-connecting",
	Title: "the pool wants one more connection and the database has no more",
	Why: "The pools of all instances together are larger than the database allows. What the pool has goes on working; " +
		"one more it does not get.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53300 too_many_connections`,
		`PostgreSQL manual, "Connection Settings": max_connections`,
	},
	Steps: []scenario.Step{
		step.Pool(3),
		step.Acquire("a", expect.OK()),
		step.Rig("rival", `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 1', current_database()); END $$`),
		step.Acquire("b", full()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Rig("rival", `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database()); END $$`),
		step.Acquire("c", expect.OK()),
		step.Query("c", "SELECT 1", expect.Rows("1")),
	},
}
