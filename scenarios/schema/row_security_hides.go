package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RowSecurityHides is rows that are there and can not be seen.
var RowSecurityHides = scenario.Scenario{
	ID:    "schema/row-security-hides",
	Title: "row-level security hides rows without a word",
	Why: "An UPDATE of a row of another tenant succeeds and changes nothing. Who does not look at the count of rows " +
		"reports success.",
	Refs: []string{
		`PostgreSQL manual, "Row Security Policies"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE note (tenant int, body text)",
		"GRANT ALL ON note TO PUBLIC",
		"ALTER TABLE note ENABLE ROW LEVEL SECURITY",
		"CREATE POLICY own ON note USING (tenant = 1)",
		"INSERT INTO note VALUES (1, 'mine'), (2, 'other')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "UPDATE note SET body = 'theirs' WHERE tenant = 2", expect.OK()),
		step.Query("a", "SELECT body FROM note", expect.Rows("mine")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the other's row is as it was", "SELECT body FROM note ORDER BY tenant", "mine", "other"),
	},
}
