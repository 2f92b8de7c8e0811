package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DependentView is a column that a view needs.
var DependentView = scenario.Scenario{
	ID:    "schema/dependent-view",
	Title: "a migration drops a column that a view shows",
	Why:   "It worked on the developer's database, which does not have the view.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2BP01 dependent_objects_still_exist`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		stock.Owned("item"),
		"CREATE VIEW shown AS SELECT name FROM item",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "ALTER TABLE item DROP COLUMN name", expect.Error("dependent_objects_still_exist", "2BP01", "InternalError")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
