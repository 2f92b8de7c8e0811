package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerSilent can not make a connection, and is not told so.
var ServerSilent = scenario.Scenario{
	ID:    "pool/server-silent",
	Title: "the pool has no connection and the server says nothing",
	Why: "The time for acquiring is over while a connection is being made. The next one who asks must not be given what " +
		"never came about.",
	Refs: []string{
		"jackc/pgx#948",
		`PostgreSQL manual, libpq "Parameter Key Words": connect_timeout`,
	},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Inject(fault.Silence{}),
		step.Expires(step.Soon, step.Acquire("a", unanswered())),
		step.Heal(),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
