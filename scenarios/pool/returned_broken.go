package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ReturnedBroken gets a connection back that is lost.
var ReturnedBroken = scenario.Scenario{
	ID:    "pool/returned-broken",
	Title: "a connection is returned that broke while it was out",
	Why: "The next one who asks must get another. A pool that only asks whether it was closed by its owner hands the " +
		"dead one round.",
	Refs: []string{
		"jackc/pgx#506",
		"sqlalchemy/sqlalchemy#5387",
		"celery/celery#621",
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Inject(fault.TerminateBackend{Running: "pg_sleep"}),
		step.Query("a", "SELECT pg_sleep(10)", expect.Fatal("admin_shutdown", "57P01", "OperationalError")),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
