package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInRefused is a COPY that is not allowed.
var CopyInRefused = scenario.Scenario{
	ID:    "stream/copy-in-refused",
	Title: "a COPY into a table without the right to",
	Why:   "The import job has no INSERT on the table.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE vault (n int)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY vault FROM STDIN", expect.Programming("insufficient_privilege", "42501"), "1"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT n FROM vault"),
	},
}
