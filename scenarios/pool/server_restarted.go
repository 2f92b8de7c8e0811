package pool

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ServerRestarted outlives a restart of the server.
var ServerRestarted = scenario.Scenario{
	ID:    "pool/server-restarted",
	Title: "the server restarts while a connection of the pool is out",
	Why: "The session was ended, and the server is back before the pool has noticed. One failure is the price; a second " +
		"one is a bug.",
	Refs: []string{
		"jackc/pgx#1354",
		"getsentry/sentry#7783",
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Acquire("a", expect.OK()),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.Restart{}),
		step.Query("a", "SELECT 1", restarted()),
		step.ReleaseBroken("a"),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 'new'", expect.Rows("new")),
	},
}
