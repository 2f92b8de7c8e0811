package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RenamedAfterPrepare is a table that has another name now.
var RenamedAfterPrepare = scenario.Scenario{
	ID:    "schema/renamed-after-prepare",
	Title: "a table is renamed between prepare and execute",
	Why:   "A prepared statement is parsed again after the rename, by its text, and no longer finds its table.",
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
		step.Rig("migration", "ALTER TABLE item RENAME TO article"),
		step.Execute("a", "p", expect.Programming("undefined_table", "42P01")),
		step.Query("a", "SELECT name FROM article", expect.Rows("lamp")),
	},
}
