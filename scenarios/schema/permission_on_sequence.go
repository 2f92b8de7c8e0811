package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PermissionOnSequence is a sequence that is not for everybody.
var PermissionOnSequence = scenario.Scenario{
	ID:    "schema/permission-on-sequence",
	Title: "an INSERT whose default needs a sequence",
	Why:   "The GRANT is on the table, and the one on its sequence was forgotten.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Privileges"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE SEQUENCE person_id",
		"CREATE TABLE person (id int DEFAULT nextval('person_id'))",
		"GRANT ALL ON person TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO person DEFAULT VALUES", expect.Programming("insufficient_privilege", "42501")),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id FROM person"),
	},
}
