package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NumericPrecision is an amount with too many digits.
var NumericPrecision = scenario.Scenario{
	ID:    "data/numeric-precision",
	Title: "an INSERT of an amount that numeric(5,2) cannot hold",
	Why:   "A sum of money that is larger than anyone had expected.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22003 numeric_value_out_of_range`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE price (amount numeric(5,2))",
		"GRANT ALL ON price TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO price VALUES ($1)", expect.Data("numeric_value_out_of_range", "22003"), "1000"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT amount FROM price"),
	},
}
