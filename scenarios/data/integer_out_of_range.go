package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// IntegerOutOfRange is a number that is too large for its column.
var IntegerOutOfRange = scenario.Scenario{
	ID:    "data/integer-out-of-range",
	Title: "an INSERT of a number that its type cannot hold",
	Why:   "Ids have outgrown int4 in the program and not in the table.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22003 numeric_value_out_of_range`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE counter (n int)",
		"GRANT ALL ON counter TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO counter VALUES ($1::text::bigint)", expect.Data("numeric_value_out_of_range", "22003"), "3000000000"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT n FROM counter"),
	},
}
