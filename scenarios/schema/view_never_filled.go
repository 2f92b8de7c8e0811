package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ViewNeverFilled is a materialized view without data.
var ViewNeverFilled = scenario.Scenario{
	ID:    "schema/view-never-filled",
	Title: "a SELECT from a materialized view that was never filled",
	Why:   "A restore without data, or a migration that leaves the filling to a job that has not run.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55000 object_not_in_prerequisite_state`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		"CREATE MATERIALIZED VIEW shown AS SELECT * FROM item WITH NO DATA",
		"GRANT ALL ON shown TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT * FROM shown", expect.Error("object_not_in_prerequisite_state", "55000", "OperationalError")),
	},
}
