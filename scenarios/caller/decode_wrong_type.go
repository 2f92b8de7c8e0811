package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DecodeWrongType is a text where the program expects a number.
var DecodeWrongType = scenario.Scenario{
	ID:    "caller/decode-wrong-type",
	Title: "a text is read into a number",
	Why:   "A column has changed its type and the program has not.",
	Refs: []string{
		"jackc/pgx: ScanArgError",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "SELECT 'lamp'::text", nil, step.Types("int8"), expect.Delivered(pgdiag.DecodeFailure, "DataError")),
	},
}
