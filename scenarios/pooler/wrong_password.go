package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
)

// WrongPassword is a password that the pooler refuses.
var WrongPassword = scenario.Scenario{
	ID:    "pooler/wrong-password",
	Title: "the pooler refuses a password",
	Why: "The pooler has a list of passwords of its own, which nobody has updated; the server would have let the client " +
		"in. Poolers before 1.19 call it a violation of the protocol, so that nobody can tell it from a pooler that is " +
		"full.",
	Refs: []string{
		`pgbouncer manual, "Configuration": auth_file`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 28P01 invalid_password`,
	},
	Given: given("session", nil),
	Steps: []scenario.Step{
		connectWith("b", "wrong", expect.Or(turnedAway("protocol_violation", "08P01", pgdiag.RetryWait), turnedAway("invalid_password", "28P01", pgdiag.RetryNo))),
	},
}
