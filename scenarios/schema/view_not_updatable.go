package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ViewNotUpdatable is a view that takes no writes.
var ViewNotUpdatable = scenario.Scenario{
	ID:    "schema/view-not-updatable",
	Title: "an INSERT into a view that takes none",
	Why:   "A table was replaced by a view with an aggregate.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55000 object_not_in_prerequisite_state`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		"CREATE VIEW counted AS SELECT count(*) AS n FROM item",
		"GRANT ALL ON counted TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO counted VALUES (1)", expect.Error("object_not_in_prerequisite_state", "55000", "OperationalError")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
