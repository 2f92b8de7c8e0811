package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PermissionOnColumn is a column that is not for everybody.
var PermissionOnColumn = scenario.Scenario{
	ID:    "schema/permission-on-column",
	Title: "a SELECT * that includes a column without the right to it",
	Why:   "SELECT * breaks when a column is added that not everybody may read.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Privileges"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE person (id int, salary int)",
		"GRANT SELECT (id) ON person TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT * FROM person", expect.Programming("insufficient_privilege", "42501")),
	},
}
