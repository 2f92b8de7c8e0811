package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// WrongType is a value of another type.
var WrongType = scenario.Scenario{
	ID:    "schema/wrong-type",
	Title: "an INSERT gives a text where a number is needed",
	Why:   "A column has changed its type and the statement has not.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42804 datatype_mismatch`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO item (id) SELECT 'two'::text", expect.Programming("datatype_mismatch", "42804")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
