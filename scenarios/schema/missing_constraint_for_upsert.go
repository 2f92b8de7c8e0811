package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingConstraintForUpsert is an upsert without its index.
var MissingConstraintForUpsert = scenario.Scenario{
	ID:    "schema/missing-constraint-for-upsert",
	Title: "ON CONFLICT names columns without a unique index",
	Why:   "A clean-up has dropped the unique index that the upsert needs. Every upsert fails, every other INSERT goes on.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P10 invalid_column_reference`,
		`PostgreSQL manual, "INSERT": ON CONFLICT Clause`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO item VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", expect.Programming("invalid_column_reference", "42P10"), "2", "chair"),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
