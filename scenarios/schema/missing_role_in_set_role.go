package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingRoleInSetRole is a role that is not there, for a session.
var MissingRoleInSetRole = scenario.Scenario{
	ID:    "schema/missing-role-in-set-role",
	Title: "SET ROLE names a role that does not exist",
	Why:   "A program takes the role of its tenant, which was not created. The code is that of a bad value.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22023 invalid_parameter_value`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET ROLE nobody_there", expect.Data("invalid_parameter_value", "22023")),
	},
}
