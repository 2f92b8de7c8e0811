package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInMissingColumn is a line that is too short.
var CopyInMissingColumn = scenario.Scenario{
	ID:    "stream/copy-in-missing-column",
	Title: "the second line of a COPY has a column too few",
	Why:   "A tab is missing in one line of the export.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P04 bad_copy_file_format`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE measure (n int PRIMARY KEY, unit text)",
		"GRANT ALL ON measure TO PUBLIC",
		"INSERT INTO measure VALUES (1, 'm')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY measure FROM STDIN", expect.Data("bad_copy_file_format", "22P04"), "2\tkg", "3"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT n FROM measure", "1"),
	},
}
