package pool

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PasswordRotated wants one more connection, with a password of yesterday.
var PasswordRotated = scenario.Scenario{
	ID:    "pool/password-rotated",
	Title: "the password is changed on the server, and the pool wants one more connection",
	Why: "The connections that the pool has go on as if nothing had happened, so that the mistake is seen hours after it " +
		"was made, when load grows. Waiting does not mend it, and each try fills the server's log.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 28P01 invalid_password`,
		`PostgreSQL manual, "ALTER ROLE": PASSWORD`,
		"hashicorp/vault: rotation of database credentials",
	},
	Given: scenario.Given{Own: true, SQL: []string{"CREATE ROLE few LOGIN PASSWORD 'yesterday'"}},
	Steps: []scenario.Step{
		step.PoolAs("few", "yesterday", 2),
		step.Acquire("a", expect.OK()),
		step.Rig("administrator", "ALTER ROLE few PASSWORD 'today'"),
		step.Acquire("b", expect.Turned("invalid_password", "28P01", pgdiag.RetryNo)),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
