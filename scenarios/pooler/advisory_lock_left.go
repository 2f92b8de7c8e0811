package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// AdvisoryLockLeft leaves a lock with the pooler.
var AdvisoryLockLeft = scenario.Scenario{
	ID:    "pooler/advisory-lock-left",
	Title: "transaction pooling: an advisory lock is taken, and its holder goes away",
	Why: "The lock is of the server connection, which the pooler keeps: every further migration waits for a holder that is " +
		"no more. No client can help it; who takes the lock has to know that it is not his.",
	Refs: []string{
		"jackc/tern#146",
		"golang-migrate/migrate#1364",
		"pressly/goose#191",
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT pg_advisory_lock(42)", scenario.Expect{}),
		step.Close("a"),
		step.Connect("b"),
		step.Query("b", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", expect.Rows("1")),
	},
}
