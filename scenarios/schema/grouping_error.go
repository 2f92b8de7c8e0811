package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// GroupingError is a column that is not grouped.
var GroupingError = scenario.Scenario{
	ID:    "schema/grouping-error",
	Title: "a SELECT shows a column that is not grouped",
	Why:   "It worked while the primary key was there: the server knows by it what depends on what.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42803 grouping_error`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT name, count(*) FROM item GROUP BY id % 2", expect.Programming("grouping_error", "42803")),
	},
}
