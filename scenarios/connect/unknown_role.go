package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnknownRole asks as somebody whom the server does not know.
var UnknownRole = scenario.Scenario{
	ID:    "connect/unknown-role",
	Title: "the role does not exist",
	Why: "The server does not tell who is not there from who has the wrong password, on purpose. Neither is mended by " +
		"waiting.",
	Refs: []string{
		`PostgreSQL manual, "Authentication Problems"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 28P01 invalid_password`,
	},
	Steps: []scenario.Step{
		step.ConnectAs("a", "nobody_of_that_name", "secret", expect.Turned("invalid_password", "28P01", pgdiag.RetryNo)),
	},
}
