package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MigrationCastFails is data that do not fit the new type.
var MigrationCastFails = scenario.Scenario{
	ID:    "schema/migration-cast-fails",
	Title: "a migration changes a type that the data do not fit",
	Why:   "A text column is to be a number, and one row is none.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		stock.Owned("item"),
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "ALTER TABLE item ALTER COLUMN name TYPE int USING name::int", expect.Data("invalid_text_representation", "22P02")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
