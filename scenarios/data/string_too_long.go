package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// StringTooLong is a text that is too long for its column.
var StringTooLong = scenario.Scenario{
	ID:    "data/string-too-long",
	Title: "an INSERT of a text that is longer than its column",
	Why:   "A name with more letters than the column has room for. It is refused and not cut off.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22001 string_data_right_truncation`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (name varchar(5))",
		"GRANT ALL ON account TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO account VALUES ($1)", expect.Data("string_data_right_truncation", "22001"), "alexandra"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT name FROM account"),
	},
}
