package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInWhole imports lines, without any fault.
var CopyInWhole = scenario.Scenario{
	ID:    "stream/copy-in-whole",
	Title: "COPY FROM STDIN, with values that COPY writes in another way",
	Why: "An import is what an export has written: tabs, newlines, backslashes and NULLs are written so that they come back, and white space at " +
		"the end of a line is a part of it. A client that tidies lines imports something else, and the server counts them all.",
	Refs: []string{
		`PostgreSQL manual, "COPY": File Formats, Text Format`,
	},
	Given: scenario.Given{SQL: []string{"CREATE TABLE words (n int, word text)", "GRANT ALL ON words TO PUBLIC"}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.CopyIn("a", "COPY words FROM STDIN", expect.OK(), "1\tplain", `2	a\tb\nc`, `3	back\\slash`, `4	\N`, "5\t", "6\tgröße 語", "7\t spaces "),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{
		expect.Truth("each value is there as it was meant", "SELECT quote_nullable(word) FROM words ORDER BY n",
			"'plain'", "'a\tb\nc'", `E'back\\slash'`, "NULL", "''", "'größe 語'", "' spaces '"),
	},
}
