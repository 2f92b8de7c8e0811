package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInUnique is a line that is there already.
var CopyInUnique = scenario.Scenario{
	ID:    "stream/copy-in-unique",
	Title: "the second line of a COPY has a key that is there",
	Why:   "The import is run twice. COPY knows no ON CONFLICT.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23505 unique_violation`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE measure (n int PRIMARY KEY, unit text)",
		"GRANT ALL ON measure TO PUBLIC",
		"INSERT INTO measure VALUES (1, 'm')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY measure FROM STDIN", expect.Integrity("unique_violation", "23505"), "2\tkg", "1\tm"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT n FROM measure", "1"),
	},
}
