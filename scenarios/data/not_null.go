package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NotNull is a column that must have a value.
var NotNull = scenario.Scenario{
	ID:    "data/not-null",
	Title: "an INSERT leaves out what must not be NULL",
	Why: "A form field was empty, or a new column has no default and the old release still writes. The error names the " +
		"column.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23502 not_null_violation`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, name text NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO account VALUES ($1, $2)", expect.Integrity("not_null_violation", "23502"), "1", "\\N"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id FROM account"),
	},
}
