package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// BitStringLength is a bit string of another length.
var BitStringLength = scenario.Scenario{
	ID:    "data/bit-string-length",
	Title: "an INSERT of two bits into a column of three",
	Why:   "Unlike with text, a bit string that is too short is refused as well.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22026 string_data_length_mismatch`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE flags (bits bit(3))",
		"GRANT ALL ON flags TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO flags VALUES ($1)", expect.Data("string_data_length_mismatch", "22026"), "10"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT bits FROM flags"),
	},
}
