package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DecodeAfterWrite is an answer that can not be read, to a write that was done.
var DecodeAfterWrite = scenario.Scenario{
	ID:    "caller/decode-after-write",
	Title: "the row that an INSERT returns can not be read",
	Why:   "The INSERT is committed, and the call has failed. Taken for a failure of the INSERT it is done again.",
	Refs: []string{
		"jackc/pgx: ScanArgError",
		"golang/go#11978",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryRow("a", "INSERT INTO ledger (entry) VALUES ('done') RETURNING NULL::int", nil, step.Types("int8"), expect.Delivered(pgdiag.DecodeFailure, "DataError")),
	},
	Truth: []scenario.Truth{
		stock.Holds("the entry is there, once", "done"),
	},
}
