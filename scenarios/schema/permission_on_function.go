package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PermissionOnFunction is a function that is not for everybody.
var PermissionOnFunction = scenario.Scenario{
	ID:    "schema/permission-on-function",
	Title: "a call of a function without the right to",
	Why:   "Functions are for everybody until somebody takes that away, as an audit does.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Privileges"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE FUNCTION secret() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
		"REVOKE ALL ON FUNCTION secret() FROM PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT secret()", expect.Programming("insufficient_privilege", "42501")),
	},
}
