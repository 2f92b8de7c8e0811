package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOutRefused is an export that is not allowed.
var CopyOutRefused = scenario.Scenario{
	ID:    "stream/copy-out-refused",
	Title: "a COPY TO STDOUT of a table without the right to",
	Why: "The export job has no SELECT on the table that was added yesterday. It is refused before the first row, so that " +
		"the file is empty: an empty file is not an empty table.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{"CREATE TABLE vault AS SELECT 7 AS n"}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyOut("a", "COPY vault TO STDOUT", expect.Programming("insufficient_privilege", "42501")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
