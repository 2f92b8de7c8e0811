package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInBadValue is a line that does not fit its column.
var CopyInBadValue = scenario.Scenario{
	ID:    "stream/copy-in-bad-value",
	Title: "the second line of a COPY has a text where a number is needed",
	Why:   "One line in a million. None of the others stays either, which programs that count lines forget.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE measure (n int PRIMARY KEY, unit text)",
		"GRANT ALL ON measure TO PUBLIC",
		"INSERT INTO measure VALUES (1, 'm')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY measure FROM STDIN", expect.Data("invalid_text_representation", "22P02"), "2\tkg", "three\ts"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT n FROM measure", "1"),
	},
}
