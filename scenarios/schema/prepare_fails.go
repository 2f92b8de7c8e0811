package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PrepareFails is a statement that can not be prepared.
var PrepareFails = scenario.Scenario{
	ID:    "schema/prepare-fails",
	Title: "a statement fails when it is prepared",
	Why: "Nothing was executed, for certain, and the name is free again. Drivers report this failure by other ways than " +
		"those of a query.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
		`PostgreSQL manual, "Message Flow": Extended Query`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT * FROM nowhere", expect.Programming("undefined_table", "42P01")),
		step.Prepare("a", "p", "SELECT name FROM item", expect.OK()),
		step.Execute("a", "p", expect.Rows("lamp")),
	},
}
