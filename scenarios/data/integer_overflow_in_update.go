package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// IntegerOverflowInUpdate is a counter that has reached its end.
var IntegerOverflowInUpdate = scenario.Scenario{
	ID:    "data/integer-overflow-in-update",
	Title: "an UPDATE counts past the largest number",
	Why: "The counter of a busy row has come to 2147483647. No write to it succeeds from now on, however often it is " +
		"tried.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22003 numeric_value_out_of_range`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE counter (n int)",
		"GRANT ALL ON counter TO PUBLIC",
		"INSERT INTO counter VALUES (2147483647)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "UPDATE counter SET n = n + 1", expect.Data("numeric_value_out_of_range", "22003")),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT n FROM counter", "2147483647"),
	},
}
