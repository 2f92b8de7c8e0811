package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOutMissingTable is an export of nothing.
var CopyOutMissingTable = scenario.Scenario{
	ID:    "stream/copy-out-missing-table",
	Title: "a COPY TO STDOUT of a table that does not exist",
	Why:   "The nightly export, after the table was renamed.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyOut("a", "COPY nowhere TO STDOUT", expect.Programming("undefined_table", "42P01")),
	},
}
