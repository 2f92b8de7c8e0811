package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInMissingTable is a COPY into nothing.
var CopyInMissingTable = scenario.Scenario{
	ID:    "stream/copy-in-missing-table",
	Title: "a COPY names a table that does not exist",
	Why:   "As before. A client that goes on sending what nobody reads hangs here.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
		`PostgreSQL manual, "Message Flow": COPY Operations`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY nowhere FROM STDIN", expect.Programming("undefined_table", "42P01"), "a", "b"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
