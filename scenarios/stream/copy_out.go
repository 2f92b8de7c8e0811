package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyOut exports a table, without any fault.
var CopyOut = scenario.Scenario{
	ID:    "stream/copy-out",
	Title: "COPY TO STDOUT, with values that COPY writes in another way",
	Why: "An export is what is read into another database: tabs, newlines, backslashes and NULLs are written so that they come back, " +
		"and a client that takes that off, or splits a line where a value does, exports something else without a word.",
	Refs: []string{
		`PostgreSQL manual, "COPY": File Formats, Text Format`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE words (n int, word text)",
		"GRANT ALL ON words TO PUBLIC",
		`INSERT INTO words VALUES (1, 'plain'), (2, E'a\tb\nc'), (3, E'back\\slash'), (4, NULL), (5, ''), (6, 'größe 語')`,
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyOut("a", "COPY (SELECT * FROM words ORDER BY n) TO STDOUT", expect.Rows("1\tplain", `2	a\tb\nc`, `3	back\\slash`, `4	\N`, "5\t", "6\tgröße 語")),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
}
