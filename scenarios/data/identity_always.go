package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// IdentityAlways is a key that only the server hands out.
var IdentityAlways = scenario.Scenario{
	ID:    "data/identity-always",
	Title: "an INSERT gives a value to an identity column",
	Why:   "Fixtures or a copy of the data bring their own ids. OVERRIDING SYSTEM VALUE is the answer, not a retry.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 428C9 generated_always`,
		`PostgreSQL manual, "Identity Columns"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int GENERATED ALWAYS AS IDENTITY)",
		"GRANT ALL ON account TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO account (id) VALUES ($1)", expect.Programming("generated_always", "428C9"), "7"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id FROM account"),
	},
}
