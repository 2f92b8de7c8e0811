package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LateAnswer must not serve a late answer to the next one.
var LateAnswer = scenario.Scenario{
	ID:    "pool/late-answer",
	Title: "an answer comes after its caller has given up, and the next one asks",
	Why: "The connection still has an answer on its way that nobody wants. Who gets the connection next gets a " +
		"stranger's data, unless the pool has seen to it.",
	Refs: []string{
		"MagicStack/asyncpg#121",
		"jackc/pgx: pgxpool closes what is busy",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Query("a", "SELECT 'old'", expect.Rows("old")),
		step.Inject(fault.Delay{At: wire.Position{Direction: wire.Downstream, Message: "DataRow"}, For: 2 * step.Room}),
		step.Expires(step.Room, step.Query("a", "SELECT 'old'", expect.RolledBack(pgdiag.RetryReconnect, expect.GivenUp(pgdiag.CallerDeadline)))),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
