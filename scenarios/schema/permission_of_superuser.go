package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PermissionOfSuperuser is what only a superuser may do.
var PermissionOfSuperuser = scenario.Scenario{
	ID:    "schema/permission-of-superuser",
	Title: "COPY reads a file of the server",
	Why:   "An import that worked on the laptop, where everybody is a superuser.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "COPY item FROM '/etc/hostname'", expect.Programming("insufficient_privilege", "42501")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
