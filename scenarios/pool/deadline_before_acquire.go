package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DeadlineBeforeAcquire asks a pool with a deadline that is over.
var DeadlineBeforeAcquire = scenario.Scenario{
	ID:    "pool/deadline-before-acquire",
	Title: "a connection is asked of a pool by a caller who has given up",
	Why:   "Nothing was asked of anybody. It is the caller's own doing, and says nothing of pool or server.",
	Refs: []string{
		"jackc/pgx: pgxpool",
		"riverqueue/river#917",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.GivenUp(target.GivenUpDeadline, step.Acquire("a", gaveUp(pgdiag.CallerDeadline))),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 1", expect.Rows("1")),
	},
}
