package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingColumn is a column that is not there.
var MissingColumn = scenario.Scenario{
	ID:    "schema/missing-column",
	Title: "a SELECT names a column that does not exist",
	Why:   "The new release runs before its migration.",
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
		step.Query("a", "SELECT price FROM item", expect.Programming("undefined_column", "42703")),
	},
}
