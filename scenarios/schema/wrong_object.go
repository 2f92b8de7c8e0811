package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// WrongObject is a view where a table is needed.
var WrongObject = scenario.Scenario{
	ID:    "schema/wrong-object",
	Title: "a TRUNCATE of what is no table",
	Why:   "A table was replaced by a view of the same name.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42809 wrong_object_type`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		"CREATE VIEW shown AS SELECT * FROM item",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "TRUNCATE shown", expect.Programming("wrong_object_type", "42809")),
	},
}
