package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Exclusion is two ranges that overlap.
var Exclusion = scenario.Scenario{
	ID:    "data/exclusion",
	Title: "an INSERT overlaps a range that is there already",
	Why: "Two guests book one room. Libraries that take the constraint name by parsing the code as a number fail on the " +
		"letter in 23P01, and lose the name.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23P01 exclusion_violation`,
		`PostgreSQL manual, "Constraints on Ranges"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE booking (during int4range, EXCLUDE USING gist (during WITH &&))",
		"GRANT ALL ON booking TO PUBLIC",
		"INSERT INTO booking VALUES ('[1,10)')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO booking VALUES ($1)", expect.Integrity("exclusion_violation", "23P01"), "[5,15)"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT during FROM booking", "[1,10)"),
	},
}
