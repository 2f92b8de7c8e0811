package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DecodeOutOfRange is a number that the variable can not hold.
var DecodeOutOfRange = scenario.Scenario{
	ID:    "caller/decode-out-of-range",
	Title: "a number is read into a variable that is too small",
	Why:   "Ids have outgrown the program.",
	Refs: []string{
		"jackc/pgx: ScanArgError",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "SELECT 70000", nil, step.Types("int2"), expect.Delivered(pgdiag.DecodeFailure, "DataError")),
	},
}
