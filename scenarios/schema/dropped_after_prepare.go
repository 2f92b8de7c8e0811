package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DroppedAfterPrepare is a table that goes away between two uses of it.
var DroppedAfterPrepare = scenario.Scenario{
	ID:    "schema/dropped-after-prepare",
	Title: "a table is dropped between prepare and execute",
	Why: "A migration drops what the old release still uses. The statement was good when it was prepared; its text alone " +
		"tells nothing.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
		`PostgreSQL manual, "PREPARE"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT name FROM item", expect.OK()),
		step.Execute("a", "p", expect.Rows("lamp")),
		step.Rig("migration", "DROP TABLE item"),
		step.Execute("a", "p", expect.Programming("undefined_table", "42P01")),
	},
}
