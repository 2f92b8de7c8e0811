package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInNotNull is a line without its key.
var CopyInNotNull = scenario.Scenario{
	ID:    "stream/copy-in-not-null",
	Title: "the second line of a COPY has no key",
	Why:   "A NULL where the table has none.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23502 not_null_violation`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE measure (n int PRIMARY KEY, unit text)",
		"GRANT ALL ON measure TO PUBLIC",
		"INSERT INTO measure VALUES (1, 'm')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY measure FROM STDIN", expect.Integrity("not_null_violation", "23502"), "2\tkg", "\\N\ts"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT n FROM measure", "1"),
	},
}
