package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MigrationMeetsData is data that the new rule forbids.
var MigrationMeetsData = scenario.Scenario{
	ID:    "schema/migration-meets-data",
	Title: "a migration adds NOT NULL to a column with NULLs",
	Why:   "The data of production are older than the rule. The migration fails as a whole.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23502 not_null_violation`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		stock.Owned("item"),
		"INSERT INTO item VALUES (2, NULL)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "ALTER TABLE item ALTER COLUMN name SET NOT NULL", expect.Integrity("not_null_violation", "23502")),
	},
}
