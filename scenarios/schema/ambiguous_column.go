package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// AmbiguousColumn is a column that two tables have.
var AmbiguousColumn = scenario.Scenario{
	ID:    "schema/ambiguous-column",
	Title: "a join names a column that both tables have",
	Why:   "A column was added to one table, and breaks a query over another that has not changed.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42702 ambiguous_column`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		"CREATE TABLE shelf (id int, name text)",
		"GRANT ALL ON shelf TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT name FROM item JOIN shelf USING (id)", expect.Programming("ambiguous_column", "42702")),
	},
}
