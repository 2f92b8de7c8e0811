package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UndefinedParameter is a parameter that was not given.
var UndefinedParameter = scenario.Scenario{
	ID:    "schema/undefined-parameter",
	Title: "a statement has $1 and no argument",
	Why:   "The argument was forgotten. In the simple protocol the server says so.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P02 undefined_parameter`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO item VALUES ($1, 'chair')", expect.Programming("undefined_parameter", "42P02")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
