package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MoreValuesThanColumns is an INSERT with a value too many.
var MoreValuesThanColumns = scenario.Scenario{
	ID:    "schema/more-values-than-columns",
	Title: "an INSERT has more values than columns",
	Why:   "The INSERT names no columns, and the migration has dropped one.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42601 syntax_error`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO item VALUES (2, 'chair', 5)", expect.Programming("syntax_error", "42601")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
