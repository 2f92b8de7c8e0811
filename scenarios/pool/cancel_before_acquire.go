package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CancelBeforeAcquire asks a pool after it has cancelled.
var CancelBeforeAcquire = scenario.Scenario{
	ID:    "pool/cancel-before-acquire",
	Title: "a connection is asked of a pool by a caller who has cancelled",
	Why:   "The user has gone. To count it as a failure of the pool makes an alarm of every closed browser.",
	Refs: []string{
		"jackc/pgx: pgxpool",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.GivenUp(target.GivenUpCancel, step.Acquire("a", gaveUp(pgdiag.CallerCancel))),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 1", expect.Rows("1")),
	},
}
