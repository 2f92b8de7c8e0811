package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PermissionOnTable is a table that is not for everybody.
var PermissionOnTable = scenario.Scenario{
	ID:    "schema/permission-on-table",
	Title: "an INSERT into a table without the right to",
	Why: "The migration ran as another user, and forgot the GRANT. The code is of class 42: a ProgrammingError, though no " +
		"program can mend it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Privileges"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE vault (id int)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO vault VALUES (1)", expect.Programming("insufficient_privilege", "42501")),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id FROM vault"),
	},
}
