package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SearchPathChanged is a name that no longer leads to its table.
var SearchPathChanged = scenario.Scenario{
	ID:    "schema/search-path-changed",
	Title: "search_path no longer leads to the table",
	Why: "Someone else on this pooled connection has set search_path and left it so. The table is there, the statement is " +
		"right, and fails on this connection alone.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
		`PostgreSQL manual, "The Schema Search Path"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT name FROM item", expect.Rows("lamp")),
		step.Query("a", "SET search_path TO nowhere", expect.OK()),
		step.Query("a", "SELECT name FROM item", expect.Programming("undefined_table", "42P01")),
		step.Query("a", "SET search_path TO public", expect.OK()),
		step.Query("a", "SELECT name FROM item", expect.Rows("lamp")),
	},
}
