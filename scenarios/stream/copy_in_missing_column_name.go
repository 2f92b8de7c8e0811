package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInMissingColumnName is a COPY into a column that is not there.
var CopyInMissingColumnName = scenario.Scenario{
	ID:    "stream/copy-in-missing-column-name",
	Title: "a COPY names a column that does not exist",
	Why:   "It is refused before a line was read; the client has sent lines by then, and both must find back together.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42703 undefined_column`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE measure (n int PRIMARY KEY, unit text)",
		"GRANT ALL ON measure TO PUBLIC",
		"INSERT INTO measure VALUES (1, 'm')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY measure (n, colour) FROM STDIN", expect.Programming("undefined_column", "42703"), "2\tkg"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT n FROM measure", "1"),
	},
}
