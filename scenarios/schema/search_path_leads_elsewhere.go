package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SearchPathLeadsElsewhere is a name that leads to another table.
var SearchPathLeadsElsewhere = scenario.Scenario{
	ID:    "schema/search-path-leads-elsewhere",
	Title: "search_path leads to another table of the same name",
	Why: "The same as before, and worse: nothing fails, and the rows are those of another tenant. A statement that was " +
		"prepared must follow the path, too.",
	Refs: []string{
		`PostgreSQL manual, "The Schema Search Path"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		"CREATE SCHEMA other",
		"CREATE TABLE other.item (id int, name text)",
		"INSERT INTO other.item VALUES (1, 'chair')",
		"GRANT USAGE ON SCHEMA other TO PUBLIC",
		"GRANT ALL ON other.item TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT name FROM item", expect.OK()),
		step.Execute("a", "p", expect.Rows("lamp")),
		step.Query("a", "SET search_path TO other", expect.OK()),
		step.Execute("a", "p", expect.Rows("chair")),
	},
}
