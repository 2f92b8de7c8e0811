package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingColumnInInsert is a column that is not there, in a write.
var MissingColumnInInsert = scenario.Scenario{
	ID:    "schema/missing-column-in-insert",
	Title: "an INSERT names a column that does not exist",
	Why: "The column was dropped while the old release still writes it: nothing is written until the last old instance is " +
		"gone.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42703 undefined_column`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO item (id, colour) VALUES ($1, $2)", expect.Programming("undefined_column", "42703"), "2", "red"),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
