package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RoleLimit meets the limit of its role.
var RoleLimit = scenario.Scenario{
	ID:    "connect/role-limit",
	Title: "the role has all the connections that it may have",
	Why:   "The same code as for a full server, for one role alone.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53300 too_many_connections`,
		`PostgreSQL manual, "CREATE ROLE": CONNECTION LIMIT`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Rig("rival", role("LOGIN CONNECTION LIMIT 0")),
		step.ConnectAs("a", "few", "secret", full()),
		step.Rig("rival", "ALTER ROLE few CONNECTION LIMIT -1"),
		step.ConnectAs("b", "few", "secret", scenario.Expect{}),
	},
}
