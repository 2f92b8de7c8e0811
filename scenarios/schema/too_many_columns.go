package schema

import (
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TooManyColumns is a result that is too wide.
var TooManyColumns = scenario.Scenario{
	ID:    "schema/too-many-columns",
	Title: "a SELECT has more columns than a row may have",
	Why:   "A report that makes a column of every day meets the limit after four and a half years.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 54011 too_many_columns`,
		`PostgreSQL manual, "PostgreSQL Limits"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1"+strings.Repeat(", 1", 1664), expect.Error("too_many_columns", "54011", "OperationalError")),
	},
}
