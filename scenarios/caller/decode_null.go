package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DecodeNull is a NULL where the program has no room for one.
var DecodeNull = scenario.Scenario{
	ID:    "caller/decode-null",
	Title: "a NULL is read into a variable that has none",
	Why:   "A column that always had a value, until today. The statement was carried out: the failure is behind it.",
	Refs: []string{
		"jackc/pgx: ScanArgError",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "SELECT NULL::int", nil, step.Types("int8"), expect.Delivered(pgdiag.DecodeFailure, "DataError")),
	},
}
