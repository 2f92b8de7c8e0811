package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOutFailsMidway is an export that the server breaks off.
var CopyOutFailsMidway = scenario.Scenario{
	ID:    "stream/copy-out-fails-midway",
	Title: "a COPY TO STDOUT fails when half of its rows have been sent",
	Why:   "A division by zero in a late row. The connection is as good as before, and the file is not.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22012 division_by_zero`,
		`PostgreSQL manual, "COPY"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyOut("a", "COPY (SELECT 1 / (9000 - n) FROM generate_series(1, 9000) AS n) TO STDOUT", expect.Data("division_by_zero", "22012")),
	},
}
