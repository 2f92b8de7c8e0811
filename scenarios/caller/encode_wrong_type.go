package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// EncodeWrongType is a value that the parameter can not be.
var EncodeWrongType = scenario.Scenario{
	ID:    "caller/encode-wrong-type",
	Title: "an argument is of a type that its parameter can not take",
	Why:   "A boolean where a number is needed.",
	Refs: []string{
		"jackc/pgx: failed to encode args",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE counter (n int)",
		"GRANT ALL ON counter TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "INSERT INTO counter VALUES ($1) RETURNING n", step.Types("bool"), step.Types("int8"), expect.Or(expect.Refused(pgdiag.EncodeFailure, "ProgrammingError"), expect.Programming("datatype_mismatch", "42804")), "true"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT n FROM counter"),
	},
}
