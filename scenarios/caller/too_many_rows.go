package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TooManyRows is an answer with a row too many.
var TooManyRows = scenario.Scenario{
	ID:    "caller/too-many-rows",
	Title: "one row is asked for, and there are two",
	Why:   "A key that is none any more. The first row may be the wrong one.",
	Refs: []string{
		"jackc/pgx: ErrTooManyRows",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "SELECT n FROM generate_series(1, 2) AS n", nil, step.Types("int8"), expect.Delivered(pgdiag.TooManyRows, "ProgrammingError")),
	},
}
