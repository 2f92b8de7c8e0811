package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// AdvisoryLockTimeout is an advisory lock that was waited for in vain.
var AdvisoryLockTimeout = scenario.Scenario{
	ID:    "transaction/advisory-lock-timeout",
	Title: "lock_timeout ends the wait for an advisory lock",
	Why:   "The job that must run once only holds the lock still, or its session hangs in a pool.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "Explicit Locking": Advisory Locks`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "SELECT pg_advisory_lock(7)"),
		step.Query("a", "SET lock_timeout = '20ms'", expect.OK()),
		step.Query("a", "SELECT pg_advisory_lock(7)", expect.Retry(pgdiag.RetryStatement, expect.Error("lock_timeout", "55P03", "OperationalError"))),
	},
}
