package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PermissionOnSchema is a schema that is not for everybody.
var PermissionOnSchema = scenario.Scenario{
	ID:    "schema/permission-on-schema",
	Title: "a SELECT from a schema without the right to use it",
	Why:   "The GRANT is on the table, and the one on the schema was forgotten.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Privileges"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE SCHEMA vault",
		"CREATE TABLE vault.item (id int)",
		"GRANT ALL ON vault.item TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT * FROM vault.item", expect.Programming("insufficient_privilege", "42501")),
	},
}
