package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// EncodeOutOfRange is a number that the parameter can not hold.
var EncodeOutOfRange = scenario.Scenario{
	ID:    "caller/encode-out-of-range",
	Title: "an argument does not fit the type of its parameter",
	Why:   "The program counts in 64 bits and the table in 32. The driver finds out before it sends anything.",
	Refs: []string{
		"jackc/pgx: failed to encode args",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE counter (n int)",
		"GRANT ALL ON counter TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "INSERT INTO counter VALUES ($1) RETURNING n", step.Types("int8"), step.Types("int8"), expect.Or(expect.Refused(pgdiag.EncodeFailure, "ProgrammingError"), expect.Data("numeric_value_out_of_range", "22003")), "3000000000"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT n FROM counter"),
	},
}
