package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NoEntry is refused before it is asked for a password.
var NoEntry = scenario.Scenario{
	ID:    "connect/no-entry",
	Title: "no line of pg_hba.conf is for the client",
	Why: "A service has moved to another subnet, or a new database was forgotten in the list. No password was asked for and " +
		"none would help: somebody has to change the server's file, and to try again without end fills its log.",
	Refs: []string{
		`PostgreSQL manual, "Authentication Problems"`,
		`PostgreSQL manual, "The pg_hba.conf File"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 28000 invalid_authorization_specification`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Rig("administrator", admit("postgres")),
		step.Until(reloaded),
		step.ConnectTo("a", expect.Turned("invalid_authorization_specification", "28000", pgdiag.RetryNo)),
		step.Rig("administrator", admit("all")),
		step.Until(reloaded),
		step.Connect("b"),
	},
}
