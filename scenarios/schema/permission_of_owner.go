package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PermissionOfOwner is what only the owner may do.
var PermissionOfOwner = scenario.Scenario{
	ID:    "schema/permission-of-owner",
	Title: "a migration alters a table of another owner",
	Why:   "The migration runs as the application, and the table was made by an administrator.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Privileges"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "ALTER TABLE item ADD COLUMN price int", expect.Programming("insufficient_privilege", "42501")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
