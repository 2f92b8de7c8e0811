package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TooFewArguments is an argument that was forgotten.
var TooFewArguments = scenario.Scenario{
	ID:    "caller/too-few-arguments",
	Title: "a statement has two parameters and one argument",
	Why: "The list of columns has grown and the list of values has not. Some drivers count before they send, others let " +
		"the server count; either way nothing is written.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 08P01 protocol_violation`,
		"jackc/pgx: expected N arguments, got M",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE counter (n int, m int)",
		"GRANT ALL ON counter TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO counter VALUES ($1, $2)", expect.Or(expect.Refused(pgdiag.EncodeFailure, "ProgrammingError"), expect.Error("protocol_violation", "08P01", "OperationalError")), "1"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT n FROM counter"),
	},
}
