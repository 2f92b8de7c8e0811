package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// InsertSurvivesNewColumn is a plan that does not go stale.
var InsertSurvivesNewColumn = scenario.Scenario{
	ID:    "schema/insert-survives-new-column",
	Title: "a column is added under a prepared INSERT that names its columns",
	Why: "Not every change breaks what is prepared. Who throws all plans and connections away after a migration makes the " +
		"migration dearer than it is.",
	Refs: []string{
		`PostgreSQL manual, "PREPARE"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "INSERT INTO item (id, name) VALUES ($1, $2)", expect.OK()),
		step.Rig("migration", "ALTER TABLE item ADD COLUMN price int DEFAULT 5"),
		step.Execute("a", "p", expect.OK(), "2", "chair"),
	},
	Truth: []scenario.Truth{
		expect.Truth("both items are there", "SELECT id, name, price FROM item ORDER BY id", "1|lamp|5", "2|chair|5"),
	},
}
