package pool

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CheckMeetsSilence looks whether a connection is alive, and hears nothing.
var CheckMeetsSilence = scenario.Scenario{
	ID:    "pool/check-meets-silence",
	Title: "a connection of the pool falls silent while it is idle, and the pool looks before it hands it out",
	Why: "A look that waits for as long as the silence is worse than none: the caller hangs in the very thing that was to " +
		"save him. The pool gives the connection its time, and then makes another.",
	Refs: []string{
		"MemMachine/MemMachine#1552",
		"jackc/pgx: pgxpool.Config.PingTimeout",
		"launchbadge/sqlx#4355",
	},
	Steps: []scenario.Step{
		step.Check(step.Room, step.Pool(2)),
		step.Acquire("a", expect.OK()),
		step.Query("a", "SELECT 'old'", expect.Rows("old")),
		step.Release("a"),
		step.Inject(fault.Hold{}),
		step.Within(5*time.Second, step.Acquire("b", expect.OK())),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
