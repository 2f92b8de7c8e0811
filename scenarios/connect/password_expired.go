package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PasswordExpired asks with a password that was right until yesterday.
var PasswordExpired = scenario.Scenario{
	ID:    "connect/password-expired",
	Title: "the password is no longer valid",
	Why:   "It has to be renewed. The server says the same as of a wrong one.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 28P01 invalid_password`,
		`PostgreSQL manual, "CREATE ROLE": VALID UNTIL`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Rig("rival", role("LOGIN VALID UNTIL '2001-01-01'")),
		step.ConnectAs("a", "few", "secret", expect.Turned("invalid_password", "28P01", pgdiag.RetryNo)),
	},
}
