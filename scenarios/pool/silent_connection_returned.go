package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SilentConnectionReturned gets a connection back that went silent.
var SilentConnectionReturned = scenario.Scenario{
	ID:    "pool/silent-connection-returned",
	Title: "a connection that fell silent is returned, and the next one asks",
	Why: "To look whether it is alive takes as long as the silence. It must be closed, without waiting for a good-bye, " +
		"and another one made: not in its place, where the good-bye may still be under way, but beside it.",
	Refs: []string{
		"MemMachine/MemMachine#1552",
		"jackc/pgx#948",
		"porsager/postgres#1089",
	},
	Steps: []scenario.Step{
		step.Pool(2),
		step.Acquire("a", expect.OK()),
		step.Query("a", "SELECT 'old'", expect.Rows("old")),
		step.Inject(fault.Hold{}),
		step.Expires(step.Soon, step.Query("a", "SELECT 'old'", expect.RolledBack(pgdiag.RetryReconnect, expect.Silent()))),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
