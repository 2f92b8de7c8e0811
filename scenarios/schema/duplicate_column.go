package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DuplicateColumn is a column that is there already.
var DuplicateColumn = scenario.Scenario{
	ID:    "schema/duplicate-column",
	Title: "a migration makes a column that is there already",
	Why:   "Two instances start at once, and both migrate; or the migration has run, and its note of it was lost.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42701 duplicate_column`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		stock.Owned("item"),
		"CREATE SCHEMA shop",
		"CREATE TYPE mood AS ENUM ('open')",
		"CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "ALTER TABLE item ADD COLUMN name text", expect.Programming("duplicate_column", "42701")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
