package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RowSecurityRefuses is a row that belongs to another.
var RowSecurityRefuses = scenario.Scenario{
	ID:    "schema/row-security-refuses",
	Title: "an INSERT of a row that row-level security refuses",
	Why:   "The policy lets each tenant write its own rows only. The code is that of a missing right.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Row Security Policies"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE note (tenant int, body text)",
		"GRANT ALL ON note TO PUBLIC",
		"ALTER TABLE note ENABLE ROW LEVEL SECURITY",
		"CREATE POLICY own ON note USING (tenant = 1)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO note VALUES ($1, $2)", expect.Programming("insufficient_privilege", "42501"), "2", "mine?"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT body FROM note"),
	},
}
