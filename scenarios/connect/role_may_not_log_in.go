package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RoleMayNotLogIn asks as a role that is no user.
var RoleMayNotLogIn = scenario.Scenario{
	ID:    "connect/role-may-not-log-in",
	Title: "the role may not log in",
	Why:   "A group was taken for a user, or a user was locked. The password may be right all the same.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 28000 invalid_authorization_specification`,
		`PostgreSQL manual, "CREATE ROLE": LOGIN`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Rig("rival", role("NOLOGIN")),
		step.ConnectAs("a", "few", "secret", expect.Turned("invalid_authorization_specification", "28000", pgdiag.RetryNo)),
	},
}
