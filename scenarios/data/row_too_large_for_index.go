package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RowTooLargeForIndex is a value that is too large for its index.
var RowTooLargeForIndex = scenario.Scenario{
	ID:    "data/row-too-large-for-index",
	Title: "an INSERT of a value that is too large for its index",
	Why: "A text that is fine for the column is too long for the index on it. It depends on how well it compresses, and so " +
		"looks like chance.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 54000 program_limit_exceeded`,
		`PostgreSQL manual, "B-Tree Indexes"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE note (body text)",
		"GRANT ALL ON note TO PUBLIC",
		"CREATE INDEX note_body ON note (body)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO note SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) AS n", expect.Error("program_limit_exceeded", "54000", "OperationalError")),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT body FROM note"),
	},
}
