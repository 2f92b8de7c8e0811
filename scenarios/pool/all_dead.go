package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// AllDead loses all connections at once, while they are out.
var AllDead = scenario.Scenario{
	ID:    "pool/all-dead",
	Title: "all connections of the pool are reset, and then the network is back",
	Why:   "After one round of failures the pool has to be as good as new: nobody should have to restart the program.",
	Refs: []string{
		"jackc/pgx#1354",
		"ory/hydra#3432",
	},
	Steps: []scenario.Step{
		step.Pool(2),
		step.Acquire("a", expect.OK()),
		step.Acquire("b", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Query("b", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.Reset{}),
		step.Query("a", "SELECT 1", dead()),
		step.Query("b", "SELECT 1", dead()),
		step.ReleaseBroken("a"),
		step.ReleaseBroken("b"),
		step.Acquire("c", expect.OK()),
		step.Acquire("d", expect.OK()),
		step.Query("c", "SELECT 'new'", expect.Rows("new")),
		step.Query("d", "SELECT 'new'", expect.Rows("new")),
	},
}
