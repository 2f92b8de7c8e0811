package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CursorMissing is a cursor that is not there.
var CursorMissing = scenario.Scenario{
	ID:    "transaction/cursor-missing",
	Title: "FETCH from a cursor that does not exist",
	Why:   "By way of a pooler the FETCH has come to another server connection than the DECLARE.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 34000 invalid_cursor_name`,
		`PostgreSQL manual, "FETCH"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "FETCH 10 FROM nowhere", expect.Error("invalid_cursor_name", "34000", "OperationalError")),
	},
}
